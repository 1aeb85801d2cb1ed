"""The HTML that notes may hold: its tags, what is published of it, and what is safe."""
