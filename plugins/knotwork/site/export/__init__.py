"""The vault as Markdown that other generators read."""
