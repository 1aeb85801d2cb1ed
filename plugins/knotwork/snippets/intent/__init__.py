"""What a writer means: parts, placeholders, old and bad examples are no mistakes."""
