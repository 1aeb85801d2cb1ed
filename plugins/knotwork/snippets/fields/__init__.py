"""The fields of a document held against a schema."""
