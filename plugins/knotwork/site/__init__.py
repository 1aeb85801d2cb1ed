"""A knowledge base becomes the pages and files of a site."""
