"""YAML in notes: each document found, judged as Kubernetes would judge it, and fixed."""
