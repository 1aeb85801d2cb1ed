"""What the command line can do, one file a command; `knotwork.cli` loads the one that is asked for."""
