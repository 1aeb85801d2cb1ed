"""How often functions are called: what tests count where they would otherwise have to measure time."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


def counted(work: Callable[[], T]) -> tuple[T, Counter[str]]:
    """What `work` returns, and how often each function was called meanwhile, by its qualified name.

    The garbage collector rests meanwhile: what others hang on its runs (Hypothesis does) would count, too.
    """
    done: Counter[str] = Counter()

    def count(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            done[frame.f_code.co_qualname] += 1

    collects, before = gc.isenabled(), sys.getprofile()
    gc.disable()
    sys.setprofile(count)
    try:
        return work(), done
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
