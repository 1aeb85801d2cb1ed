"""How the manifests in notes look on the site: blocks, badges, the documentation of fields."""
