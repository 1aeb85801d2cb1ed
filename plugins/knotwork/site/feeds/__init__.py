"""Files of the site for other programs: one file a format, each with a shape that is a promise."""
