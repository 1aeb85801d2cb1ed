"""knotwork as a plugin of MkDocs. Only this folder imports MkDocs, and knows its themes and plugins."""
