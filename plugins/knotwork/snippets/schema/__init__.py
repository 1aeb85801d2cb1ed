"""What Kubernetes and custom resources say an object may hold, and since when."""
