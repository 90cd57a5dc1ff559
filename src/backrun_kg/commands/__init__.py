"""One module a command, each holding a click command of the module's name."""
