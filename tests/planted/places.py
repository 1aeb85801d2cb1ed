"""The places of a block in a note: alone, in a list, a quote, a callout, a tab."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """What stands before a block, and before each of its lines."""

    name: str
    above: str
    prefix: str
    marks: str = "```"

    def note(self, block: str) -> str:
        """A note with the block."""
        lines = [f"{self.marks}yaml", *block.removesuffix("\n").split("\n"), self.marks]
        return (
            f"# A note\n\n{self.above}"
            + "".join(f"{self.prefix}{line}\n" for line in lines)
            + "\nText below.\n"
        )

    def position(self, line: int, column: int) -> tuple[int, int]:
        """A place of the block, in the note."""
        return line + 3 + self.above.count("\n"), column + len(self.prefix)

    def block(self, note: str) -> str:
        """The block of a note, without what stands before its lines."""
        head = f"# A note\n\n{self.above}{self.prefix}{self.marks}yaml\n"
        foot = f"{self.prefix}{self.marks}\n\nText below.\n"
        assert note.startswith(head)
        assert note.endswith(foot)
        lines = note[len(head) : -len(foot)].splitlines(keepends=True)
        assert all(line.startswith(self.prefix) for line in lines)
        return "".join(line[len(self.prefix) :] for line in lines)


PLACES = (
    Place("alone", "", ""),
    Place("in a list", "- an item\n\n", "  "),
    Place("in a numbered list", "1. first\n2. second\n\n", "   ", "~~~"),
    Place("in a list of a list", "- one\n    - two\n\n", "      "),
    Place("in a quote", "", "> "),
    Place("in a callout", "> [!note] Title\n>\n", "> ", "````"),
    Place("in an admonition", "!!! note\n\n", "    "),
    Place("in a tab", '=== "One"\n\n', "    "),
    Place("in a quote of a list", "- an item\n\n  > quoted\n  >\n", "  > "),
)
