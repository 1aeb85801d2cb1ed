"""Fields by names from elsewhere: what docker-compose calls `environment` is `env`."""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.model.equivalences import Equivalence
from knotwork.snippets.fields.suggestions import only_by
from knotwork.snippets.schema.schema import Schema

_MISNOMERS: Mapping[str, Mapping[str, str]] = {
    "ObjectMeta": {"namePrefix": "generateName", "ns": "namespace", "tags": "labels"},
    "Container": {
        **dict.fromkeys(("environment", "environmentVariables", "envVars", "variables"), "env"),
        **dict.fromkeys(("cmd", "entrypoint", "entryPoint"), "command"),
        **dict.fromkeys(("arguments", "params"), "args"),
        **dict.fromkeys(("pullPolicy", "imagePull"), "imagePullPolicy"),
        **dict.fromkeys(("healthCheck", "healthcheck", "liveness"), "livenessProbe"),
        **dict.fromkeys(("mounts", "volumeMount"), "volumeMounts"),
        "readiness": "readinessProbe",
        "startup": "startupProbe",
        "workdir": "workingDir",
    },
    "PodSpec": {
        "restart": "restartPolicy",
        "pullSecrets": "imagePullSecrets",
        "nodeSelectors": "nodeSelector",
        "podTopologySpreadConstraints": "topologySpreadConstraints",
    },
    "StatefulSetSpec": {"strategy": "updateStrategy", "volumeClaims": "volumeClaimTemplates"},
    "DaemonSetSpec": {"strategy": "updateStrategy"},
    "DeploymentSpec": {"updateStrategy": "strategy"},
    "JobSpec": {"retries": "backoffLimit", "timeout": "activeDeadlineSeconds"},
    "CronJobSpec": {"cron": "schedule", "template": "jobTemplate", "timezone": "timeZone"},
    "EnvVar": {"from": "valueFrom"},
    "EnvVarSource": {"configMapRef": "configMapKeyRef", "secretRef": "secretKeyRef"},
    "EnvFromSource": {"configMapKeyRef": "configMapRef", "secretKeyRef": "secretRef"},
    "Volume": {**dict.fromkeys(("pvc", "claim", "persistentVolume"), "persistentVolumeClaim")},
    "VolumeMount": {"path": "mountPath"},
    "SecretVolumeSource": {"name": "secretName"},
    **{
        key: {"configMapName": "name"}
        for key in (
            "ConfigMapVolumeSource",
            "ConfigMapProjection",
            "ConfigMapKeySelector",
            "ConfigMapEnvSource",
        )
    },
    **{key: {"secretName": "name"} for key in ("SecretProjection", "SecretKeySelector", "SecretEnvSource")},
    "PersistentVolumeClaimVolumeSource": {"name": "claimName"},
    "EmptyDirVolumeSource": {"size": "sizeLimit"},
    "PersistentVolumeClaimSpec": {"storageClass": "storageClassName"},
    "PersistentVolumeSpec": {
        "storageClass": "storageClassName",
        "reclaimPolicy": "persistentVolumeReclaimPolicy",
    },
    "ContainerPort": {"port": "containerPort"},
    "ServicePort": {"containerPort": "targetPort"},
    "ServiceSpec": {"matchLabels": "selector"},
    "Probe": {"http": "httpGet", "tcp": "tcpSocket", "delay": "initialDelaySeconds"},
    "NetworkPolicySpec": {"selector": "podSelector", "types": "policyTypes"},
    "HorizontalPodAutoscalerSpec": {
        "min": "minReplicas",
        "max": "maxReplicas",
        "targetRef": "scaleTargetRef",
    },
    "IngressSpec": {
        "backend": "defaultBackend",
        "className": "ingressClassName",
        "ingressClass": "ingressClassName",
    },
    "RoleBinding": {"role": "roleRef"},
    "ClusterRoleBinding": {"role": "roleRef"},
}
"""The right names of fields by names from elsewhere, by the definition that has the fields."""
_REFERENCES: Mapping[tuple[str, str], str] = {
    ("EnvVarSource", "configMapRef"): "configMapKeyRef",
    ("EnvVarSource", "secretRef"): "secretKeyRef",
    ("EnvFromSource", "configMapKeyRef"): "configMapRef",
    ("EnvFromSource", "secretKeyRef"): "secretRef",
}
"""Those of them that refer to the same object: to one key in `valueFrom`, to all keys in `envFrom`."""


def usual_name(definition: str, name: str) -> str:
    """The field of a definition that has another name elsewhere; empty when none is known."""
    return _MISNOMERS.get(definition, {}).get(name, "")


def same_field(schema: Schema, written: str, name: str) -> tuple[Equivalence, ...]:
    """The differences between an unknown field and the one that is meant; empty for a guess."""
    if _REFERENCES.get((schema.name, written)) == name:
        return (Equivalence.REFERENCE,)
    return only_by(written, name, list(schema.fields))
