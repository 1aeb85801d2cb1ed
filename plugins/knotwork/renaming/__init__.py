"""Files, headings, blocks and tags get other names, and all that names them follows."""
