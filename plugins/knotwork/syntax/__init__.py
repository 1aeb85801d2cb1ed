"""The syntaxes of a note: one file each, every one a function that registers on the parser."""
