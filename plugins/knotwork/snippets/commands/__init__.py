"""Lines of kubectl in shell blocks: commands, flags, resource types and names that do not exist."""
