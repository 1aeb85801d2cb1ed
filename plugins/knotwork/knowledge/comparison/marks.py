"""To-dos that were opened or closed, and tags that are new and stand in one place only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from knotwork.knowledge.comparison.states import States
from knotwork.knowledge.todos import Todo
from knotwork.model.diagnostics import Location
from knotwork.model.differences import Difference
from knotwork.model.names import NotePath, tag_key
from knotwork.model.nearest import did_you_mean

_LONGEST = 100
_Key = tuple[NotePath, str, str]


def todo_differences(states: States) -> Iterator[Difference]:
    """The to-dos that are open in one state only, those in the text after first."""
    before: dict[_Key, list[Todo]] = defaultdict(list)
    for todo in states.before.todos:
        if todo.open:
            before[_key(todo, states.path_after(todo.path))].append(todo)
    for todo in states.after.todos:
        if todo.open:
            same = before.get(_key(todo, todo.path))
            if same:
                same.pop(0)
            else:
                message = f"to do: {_shown(todo)}"
                location = Location(todo.path, todo.tag.span)
                yield Difference("opened-todo", location, "after", message, None, todo.text)
    done = Counter(_key(todo, todo.path) for todo in states.after.todos if not todo.open)
    for key, left in before.items():
        for todo in left:
            location = Location(todo.path, todo.tag.span)
            how = "done" if done[key] else "no longer a to-do"
            yield Difference("closed-todo", location, "before", f"{how}: {_shown(todo)}", todo.text)


def tag_differences(states: States) -> Iterator[Difference]:
    """The tags that are new and stand in the vault once: they may be misspelt."""
    known = states.before.tags.occurrences
    names = states.after.tags.names
    for key, occurrences in states.after.tags.occurrences.items():
        tag = occurrences[0].tag
        if len(occurrences) > 1 or key in known or tag_key(tag.name) != key:
            continue
        near = did_you_mean(names[key], [f"{name}" for other, name in names.items() if other != key])
        message = f"#{names[key]} stands nowhere else{near}"
        yield Difference("new-tag", Location(occurrences[0].path, tag.span), "after", message, None, tag.name)


def _key(todo: Todo, path: NotePath) -> _Key:
    return path, tag_key(todo.tag.name), " ".join(todo.text.lower().split())


def _shown(todo: Todo) -> str:
    text = " ".join(todo.text.split()) or f"#{todo.tag.name}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
