"""Settings: what each may be, and where they stand in `mkdocs.yml`."""
