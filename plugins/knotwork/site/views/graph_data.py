"""The graph of all notes as data for the script that draws it, with a start position for each note."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import cos, pi, sin, sqrt

from knotwork.model.names import NotePath, folder
from knotwork.site.views.graph import Linked, has_graph, linked
from knotwork.site.views.other_titles import alias_data
from knotwork.site.views.page import View

GRAPH_DATA = "graph"

_GOLDEN = pi * (3 - sqrt(5))
"""The angle between neighbours in a sunflower: it leaves no gaps at any size."""
_STEP = 12
_CROWDED = 3 / 4
_DEEPEST = 6

Position = tuple[int, int]


def data_files(view: View) -> Iterator[tuple[str, Callable[[], object]]]:
    """The data file of the graph, by name, with what makes it; none where there is no page of it."""
    if has_graph(view):
        yield GRAPH_DATA, lambda: graph_data(view, linked(view))


def graph_data(view: View, links: Linked) -> Mapping[str, object]:
    """The graph in parallel lists, one entry a note, in the order of their paths.

    `edges` are pairs of indices, flat: source, target, source, target. `folder` and `area` are indices into
    `folders` and `areas`, `tags` for each note a list of indices into `tagNames`; `x`, `y`: its position;
    `aliases` as in `alias_data`.
    """
    index = {path: number for number, path in enumerate(links.notes)}
    names = areas(links.notes)
    ranked = [name for name, _ in sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))]
    area = _indices(names, ranked)
    degrees = [len(links.sources[path]) + len(links.targets[path]) for path in links.notes]
    start = positions(area, degrees)
    folders = sorted({above for path in links.notes for above in _folders(path)})
    tags = list(view.kb.tags.occurrences)
    return {
        "version": 1,
        "titles": [view.kb.notes[path].title for path in links.notes],
        "urls": [view.site.note(path) for path in links.notes],
        "folders": folders,
        "folder": _indices([folder(path) for path in links.notes], folders),
        "areas": ranked,
        "area": area,
        "tagNames": [view.kb.tags.names[key] for key in tags],
        "tags": _tags(view, links.notes),
        "edges": [
            end
            for path in links.notes
            for target in links.targets[path]
            for end in (index[path], index[target])
        ],
        "x": [x for x, _ in start],
        "y": [y for _, y in start],
        **alias_data(view, links.notes),
    }


def areas(notes: Sequence[NotePath]) -> list[str]:
    """For each note the folder that gives it its colour.

    That is the folder at the root, or one deeper where nearly all notes lie in one.
    """
    for depth in range(1, _DEEPEST):
        names = ["/".join(folder(path).split("/")[:depth]) for path in notes]
        deeper = {"/".join(folder(path).split("/")[: depth + 1]) for path in notes}
        most = max(Counter(names).values(), default=0)
        if most <= len(notes) * _CROWDED or len(deeper) == len(set(names)):
            break
    return names


def positions(area: Sequence[int], degrees: Sequence[int]) -> list[Position]:
    """A position for each note: areas in a ring, the notes of an area as a sunflower, the most linked inside.

    Linear in the notes but for sorting them, and the same on every run.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for note in sorted(range(len(area)), key=lambda note: (-degrees[note], note)):
        members[area[note]].append(note)
    radii = {number: _STEP * (sqrt(len(members[number])) + 1) for number in sorted(members)}
    around = 2 * sum(radii.values())
    ring = around / (2 * pi) + max(radii.values(), default=0) / 2 if len(radii) > 1 else 0.0
    placed: list[Position] = [(0, 0)] * len(area)
    passed = 0.0
    for area_number, radius in radii.items():
        angle = 2 * pi * (passed + radius) / around
        passed += 2 * radius
        for number, note in enumerate(members[area_number]):
            out, turn = _STEP * sqrt(number + 0.5), number * _GOLDEN
            placed[note] = (
                round(ring * cos(angle) + out * cos(turn)),
                round(ring * sin(angle) + out * sin(turn)),
            )
    return placed


def _tags(view: View, notes: Sequence[NotePath]) -> list[list[int]]:
    """For each note the indices of its tags, those above a nested one too."""
    numbers: dict[NotePath, set[int]] = defaultdict(set)
    for number, listed in enumerate(view.kb.tags.occurrences.values()):
        for place in listed:
            numbers[place.path].add(number)
    return [sorted(numbers.get(path, ())) for path in notes]


def _folders(path: NotePath) -> list[str]:
    """The folder a note lies in and those above it, the root's empty name first."""
    names = folder(path).split("/")
    return ["", *("/".join(names[: depth + 1]) for depth in range(len(names)))]


def _indices(names: Sequence[str], listed: Sequence[str]) -> list[int]:
    numbers = {name: number for number, name in enumerate(listed)}
    return [numbers[name] for name in names]
