"""YAML as text with places: documents, nodes, scalars, and what is wrong with them before any meaning."""
