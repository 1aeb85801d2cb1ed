"""Values, without input or output: text and positions in it, names, the facts of a note, findings."""
