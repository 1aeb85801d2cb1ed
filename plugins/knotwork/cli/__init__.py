"""What the command line can do, one file a command; `main` loads the one that is asked for."""
