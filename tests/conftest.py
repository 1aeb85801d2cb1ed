"""How much the laws are tried: `HYPOTHESIS_PROFILE=deep` tries each of them 5,000 times.

In CI the texts are the same in every run: what stands in a change decides, not luck.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile("default", deadline=None, max_examples=200, suppress_health_check=_SLOW)
settings.register_profile("deep", deadline=None, max_examples=5_000, suppress_health_check=_SLOW)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
# a changed program fails soon or not at all: no smaller example is looked for
settings.register_profile("mutants", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))
