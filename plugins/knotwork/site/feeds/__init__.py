"""Files of the site for other programs: one module for each format, whose shape is a contract."""
