"""How much the laws are tried, and which tests run in one process.

`HYPOTHESIS_PROFILE=deep` tries each law 5,000 times. In CI the texts are the same in every run: what stands
in a change decides, not luck.

The tests of one file share what they build, and so run in one process (`pytest -n 3 --dist loadgroup`);
a file whose tests share nothing says so with `xdist_group` marks of its own.
"""

from __future__ import annotations

import os
import signal
import tempfile

import pytest
from hypothesis import HealthCheck, Phase, settings

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

settings.register_profile("default", deadline=None, max_examples=200, suppress_health_check=_SLOW)
settings.register_profile("deep", deadline=None, max_examples=5_000, suppress_health_check=_SLOW)
settings.register_profile(
    "ci", settings.get_profile("default"), max_examples=50, derandomize=True, database=None
)
# a changed program fails soon or not at all: no smaller example is looked for
settings.register_profile("mutants", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))


# a shell starts what runs in the background without Ctrl+C, and the servers of the tests inherit that
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# the caches of vaults without a `mkdocs.yml`, also of the commands that tests start
_CACHES = tempfile.TemporaryDirectory(prefix="knotwork-caches-")
os.environ["XDG_CACHE_HOME"] = _CACHES.name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
