"""Values, without input or output: text and places in it, names, what a note says, findings."""
