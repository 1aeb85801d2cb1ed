"""`python -m knotwork` is the command `knotwork`."""

from knotwork.cli.main import main

if __name__ == "__main__":
    main(prog_name="knotwork")
