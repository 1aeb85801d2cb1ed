"""A knowledge base becomes pages, and files beside them."""
