"""YAML in notes: every document is read, validated as Kubernetes does, and fixed."""
