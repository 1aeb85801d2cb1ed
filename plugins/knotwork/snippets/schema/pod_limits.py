"""What the values of the fields of pods and of their volumes must be, where the schemas only have a type.

From `pkg/apis/core/validation` of Kubernetes, and from that of storage.
"""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.schema.value_forms import (
    ABSOLUTE,
    ADDRESS,
    DESCENDING,
    DISK,
    DRIVER,
    FILLED,
    HEADER,
    KEY,
    LABEL_VALUE,
    NAME,
    NAME_OF_LABEL,
    NOT_NEGATIVE,
    OWN_FILE,
    POD_VERSION,
    POSITIVE,
    PREFIX,
    PROFILE,
    PROVISIONER,
    QUALIFIED,
    SEARCHES,
    SIGNER,
    STRAIGHT,
    SYSCTL,
    TOKEN,
    UNPADDED,
    UP_TO_255,
    WINDOWS_USER,
    Limit,
    not_empty,
)

_LABEL_KEYS = {"matchLabelKeys": QUALIFIED}
_NAMED = dict.fromkeys(("key", "path"), FILLED)
_DISK = {"iqn": not_empty(DISK), "initiatorName": DISK, "lun": UP_TO_255, "targetPortal": FILLED}
_PATH_OF_FILES = {"endpoints": FILLED, "path": FILLED}
_CLAIMED = {"storageClassName": NAME, "volumeAttributesClassName": NAME, "volumeMode": FILLED}

LIMITS_OF_PODS: Mapping[str, Mapping[str, Limit]] = {
    "PodSpec": {
        "activeDeadlineSeconds": Limit(high=2**31 - 1),
        "subdomain": NAME_OF_LABEL,
        "nodeName": NAME,
        "priorityClassName": NAME,
        "runtimeClassName": not_empty(NAME),
    },
    "PodOS": {"name": FILLED},
    "PodDNSConfig": {"nameservers": Limit(form=ADDRESS.form, most=3), "searches": SEARCHES},
    "HostAlias": {"ip": FILLED, "hostnames": NAME},
    "PodResourceClaim": {
        "name": not_empty(NAME_OF_LABEL),
        "resourceClaimName": NAME,
        "resourceClaimTemplateName": NAME,
    },
    # where a pod runs
    "Toleration": {"key": QUALIFIED, "value": LABEL_VALUE},
    "Taint": {"key": not_empty(QUALIFIED), "value": LABEL_VALUE, "effect": FILLED},
    "TopologySpreadConstraint": {
        "topologyKey": FILLED,
        "whenUnsatisfiable": FILLED,
        "minDomains": POSITIVE,
        **_LABEL_KEYS,
    },
    "PodAffinityTerm": {
        "topologyKey": QUALIFIED,
        "namespaces": NAME_OF_LABEL,
        "mismatchLabelKeys": QUALIFIED,
        **_LABEL_KEYS,
    },
    "PodReadinessGate": {"conditionType": not_empty(QUALIFIED)},
    "PodSchedulingGate": {"name": not_empty(QUALIFIED)},
    # what its containers may do
    "Sysctl": {"name": not_empty(SYSCTL)},
    "SeccompProfile": {"type": FILLED, "localhostProfile": PROFILE},
    "AppArmorProfile": {"type": FILLED, "localhostProfile": UNPADDED},
    "WindowsSecurityContextOptions": {
        "gmsaCredentialSpecName": NAME,
        "gmsaCredentialSpec": FILLED,
        "runAsUserName": WINDOWS_USER,
    },
    # containers
    "SleepAction": {"seconds": NOT_NEGATIVE},
    "HTTPHeader": {"name": not_empty(HEADER)},
    "EnvFromSource": {"prefix": PREFIX},
    "ConfigMapKeySelector": {"key": not_empty(KEY)},
    "SecretKeySelector": {"key": not_empty(KEY)},
    "ObjectFieldSelector": {"apiVersion": POD_VERSION, "fieldPath": FILLED},
    "ResourceFieldSelector": {"resource": FILLED},
    "FileKeySelector": {"volumeName": not_empty(NAME_OF_LABEL), "key": FILLED, "path": not_empty(STRAIGHT)},
    "VolumeMount": {"name": FILLED, "mountPropagation": FILLED},
    "VolumeDevice": {"name": FILLED, "devicePath": STRAIGHT},
    # volumes
    "HostPathVolumeSource": {"path": FILLED},
    "NFSVolumeSource": {"path": ABSOLUTE, "server": FILLED},
    "LocalVolumeSource": {"path": STRAIGHT},
    "GitRepoVolumeSource": {"repository": FILLED, "directory": DESCENDING},
    "KeyToPath": _NAMED,
    "DownwardAPIVolumeFile": {"path": FILLED},
    "ServiceAccountTokenProjection": {"expirationSeconds": TOKEN, "path": not_empty(OWN_FILE)},
    "ClusterTrustBundleProjection": {"path": not_empty(OWN_FILE), "signerName": SIGNER},
    "PodCertificateProjection": {"signerName": SIGNER, "keyType": FILLED},
    "CSIVolumeSource": {"driver": DRIVER},
    "CSIPersistentVolumeSource": {"driver": DRIVER, "volumeHandle": FILLED},
    "ISCSIVolumeSource": _DISK,
    "ISCSIPersistentVolumeSource": _DISK,
    "FCVolumeSource": {"lun": UP_TO_255},
    "AWSElasticBlockStoreVolumeSource": {"volumeID": FILLED, "partition": UP_TO_255},
    "GCEPersistentDiskVolumeSource": {"pdName": FILLED, "partition": UP_TO_255},
    "AzureDiskVolumeSource": {"diskName": FILLED, "diskURI": FILLED},
    "AzureFileVolumeSource": {"secretName": FILLED, "shareName": FILLED},
    "AzureFilePersistentVolumeSource": {
        "secretName": FILLED,
        "secretNamespace": FILLED,
        "shareName": FILLED,
    },
    "CephFSVolumeSource": {"monitors": FILLED},
    "CephFSPersistentVolumeSource": {"monitors": FILLED},
    "CinderVolumeSource": {"volumeID": FILLED},
    "CinderPersistentVolumeSource": {"volumeID": FILLED},
    "FlexVolumeSource": {"driver": FILLED},
    "FlexPersistentVolumeSource": {"driver": FILLED},
    "GlusterfsVolumeSource": _PATH_OF_FILES,
    "GlusterfsPersistentVolumeSource": {**_PATH_OF_FILES, "endpointsNamespace": NAME_OF_LABEL},
    "RBDVolumeSource": {"monitors": FILLED, "image": FILLED},
    "RBDPersistentVolumeSource": {"monitors": FILLED, "image": FILLED},
    "VsphereVirtualDiskVolumeSource": {"volumePath": FILLED},
    # what volumes are made from
    "PersistentVolumeSpec": _CLAIMED,
    "PersistentVolumeClaimSpec": _CLAIMED,
    "StorageClass": {"provisioner": PROVISIONER, "volumeBindingMode": FILLED},
    "VolumeAttributesClass": {"driverName": PROVISIONER, "parameters": FILLED},
    "VolumeAttachmentSpec": {"attacher": DRIVER, "nodeName": not_empty(NAME)},
    "VolumeAttachmentSource": {"persistentVolumeName": NAME},
    "CSIDriverSpec": {"nodeAllocatableUpdatePeriodSeconds": Limit(low=10)},
    "CSINodeDriver": {"name": DRIVER, "nodeID": FILLED, "topologyKeys": QUALIFIED},
    "VolumeNodeResources": {"count": NOT_NEGATIVE},
    "CSIStorageCapacity": {"storageClassName": not_empty(NAME)},
    "TopologySelectorLabelRequirement": {"key": QUALIFIED, "values": FILLED},
}
"""By the short name of a definition and its field."""
