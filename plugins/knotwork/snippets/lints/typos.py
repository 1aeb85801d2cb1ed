"""Typos: names so alike that one of them must have been meant for the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

_SHORTEST = 4
"""Shorter names differ by a letter because they are different."""
_LONGEST = 80
"""Longer names are compared letter by letter only: of each, as many texts are kept as it has letters."""
_MANY = 64
"""With more similar names than this, none is suggested."""


class Names:
    """Known names, with an index of those that a name may be a typo of."""

    __slots__ = ("_near", "known")

    def __init__(self, known: Iterable[str]) -> None:
        self.known = dict.fromkeys(known)
        """In the order in which they came, each once."""
        self._near: dict[str, list[str]] | None = None

    def near(self, written: str) -> set[str]:
        """The known names that a name may be a typo of, and itself if known; none if there are many."""
        if self._near is None:
            self._near = defaultdict(list)
            for name in self.known:
                for trace in _traces(name):
                    self._near[trace].append(name)
        groups = [self._near[trace] for trace in _traces(written) if trace in self._near]
        return (
            set()
            if any(len(names) > _MANY for names in groups)
            else {name for names in groups for name in names}
        )

    def typo(self, written: str) -> str | None:
        """As the function `typo`."""
        if written in self.known:
            return None
        near = [name for name in self.near(written) if is_typo(written, name)]
        return near[0] if len(near) == 1 else None


def typo(written: str, known: Collection[str]) -> str | None:
    """The one known name that a name is a typo of; None for a known name, and when more than one is near."""
    return Names(known).typo(written)


def is_typo(first: str, second: str) -> bool:
    """Whether two names differ in case and dashes, in two neighbours swapped, or in one letter too many.

    Not in one letter that is another, as in `api-config` and `app-config`, and not in digits: these may well
    be two.
    """
    first, second = _folded(first), _folded(second)
    if first == second:
        return True
    if min(len(first), len(second)) < _SHORTEST or abs(len(first) - len(second)) > 1:
        return False
    if len(first) == len(second):
        apart = [n for n in range(len(first)) if first[n] != second[n]]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return swapped and first[apart[0]] == second[apart[1]] and first[apart[1]] == second[apart[0]]
    shorter, longer = sorted((first, second), key=len)
    at = next((n for n in range(len(shorter)) if shorter[n] != longer[n]), len(shorter))
    return longer[at].isalpha() and shorter[at:] == longer[at + 1 :]


def _folded(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


def _traces(name: str) -> Iterator[str]:
    """What a name has in common with every typo of it: itself, or itself without one of its letters."""
    folded = _folded(name)
    yield folded
    if _SHORTEST <= len(folded) <= _LONGEST:
        yield from {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
