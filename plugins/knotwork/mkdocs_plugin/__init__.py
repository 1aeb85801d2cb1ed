"""knotwork in MkDocs: files go in, pages come out. Only this folder knows MkDocs, themes and plugins."""
