"""The schemas of Kubernetes and of custom resources, and the lifecycle of APIs."""
