"""The fields of a document are checked by a schema."""
