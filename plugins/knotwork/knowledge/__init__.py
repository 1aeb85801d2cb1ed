"""Notes become a knowledge base: links resolved, graph, embeds, mentions, to-dos."""
