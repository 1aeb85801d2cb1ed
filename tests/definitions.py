"""Definitions of kinds that several tests write into their vaults."""

BACKUP_DEFINITION = """```yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: backups.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Backup, plural: backups, singular: backup}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer}
```
"""
"""A note's fence that defines `Backup` of `example.com/v1`, whose `spec` has a `size`: a whole number."""
WEBHOOK = """```yaml
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: w}
webhooks:
- rules:
  - {apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [backups]}
```
"""
"""A note's fence with a webhook that may fill in what an object of `Backup` lacks."""
THING_BEFORE_ITS_SCHEMA = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
"""
"""The lines that define `Thing` of `example.com/v1`, up to its schema, which is to be indented by ten."""
