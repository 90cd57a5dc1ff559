"""``python -m backrun_kg`` is the command line."""

from backrun_kg.cli import main

main()
