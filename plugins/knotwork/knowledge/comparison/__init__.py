"""Two states of a vault compared: what a change makes of links, notes, manifests, to-dos and tags."""
