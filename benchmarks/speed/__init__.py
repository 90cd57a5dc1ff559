"""How fast the package is: measured beside the tools one would pick instead, in the same run."""
