"""What the site's own search looks through: the names of its pages, and their texts in small files."""
