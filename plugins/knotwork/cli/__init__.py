"""The command line, one file a command; `main` loads the command that is run."""
