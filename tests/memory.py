"""A store for tests of what is kept."""

from __future__ import annotations


class Memory:
    """A store that keeps everything."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, bytes], bytes] = {}

    def get(self, kind: str, key: bytes) -> bytes | None:
        return self.values.get((kind, key))

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        self.values[kind, key] = value
