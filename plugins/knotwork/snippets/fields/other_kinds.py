"""Kinds by names from elsewhere: `Bind` is `Binding`."""

from __future__ import annotations

from collections.abc import Mapping

OTHER_KINDS: Mapping[str, str] = {
    "ValidatingAdmissionWebhook": "ValidatingWebhookConfiguration",
    "MutatingAdmissionWebhook": "MutatingWebhookConfiguration",
    "ValidatingWebhook": "ValidatingWebhookConfiguration",
    "MutatingWebhook": "MutatingWebhookConfiguration",
    "Bind": "Binding",
    "Quota": "ResourceQuota",
    "Limits": "LimitRange",
    "Claim": "PersistentVolumeClaim",
    "Cron": "CronJob",
    "Autoscaler": "HorizontalPodAutoscaler",
    "ValidatingAdmissionWebhookConfiguration": "ValidatingWebhookConfiguration",
    "MutatingAdmissionWebhookConfiguration": "MutatingWebhookConfiguration",
}
"""Kinds by names from elsewhere: those of the plugins that call webhooks, of what they do, of types."""
