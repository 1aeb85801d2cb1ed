"""YAML as text with offsets: documents, nodes and scalars, and what is wrong in the text itself."""
