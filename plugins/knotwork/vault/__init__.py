"""Reading the files of a folder: which there are, which are notes, which are published."""
