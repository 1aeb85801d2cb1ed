"""A file of the site that is not in the vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel

from knotwork.mkdocs_plugin.docs_files import VaultFile
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles
from knotwork.vault.written_files import WrittenFiles, digest_of, written_file


class GeneratedFile(VaultFile):
    """A file whose content is in memory until a plugin asks where it is on disk, or it is written.

    It is made when it is first asked for. A file whose content cannot be made is not written.
    """

    _make: Callable[[], bytes | None] | None = None
    """Makes its content; None when that is made, or another has taken its place."""
    _made: str | bytes | None = None
    _is_missing: bool = False
    """Whether its content could not be made."""
    _write: Callable[[bytes], str]
    """Writes a file outside of the vault; its path."""
    _path: str | None = None
    """Where the content is; None while it is in memory."""
    _is_ours: bool = False
    """Whether that is a file that we have written."""
    _written: WrittenFiles | None = None
    """What this build leaves in the site, and writes; None when nothing is left there."""
    _digest: bytes = b""
    """Of its content, as it is to be left or written."""
    _digested: bytes | None = None
    """The content that has this digest."""

    @classmethod
    def of(
        cls, config: MkDocsConfig, name: str, make: Callable[[], bytes | None], generated: GeneratedFiles
    ) -> GeneratedFile:
        """The file `name`, which MkDocs is to publish; `make` gives its content, or None."""
        file = cls.generated(config, name, content=b"", inclusion=InclusionLevel.NOT_IN_NAV)
        assert isinstance(file, cls), "MkDocs makes it of this class"
        file._make = make
        file._write = lambda content: str(generated.write(name, content))
        return file

    @property
    def _content(self) -> str | bytes | None:
        """Its content while that is in memory, where MkDocs looks for it."""
        if self._make is not None:
            make, self._make = self._make, None
            content = make()
            self._is_missing, self._made = content is None, content or b""
            self._digest, self._digested = digest_of(self._made), self._made
        return self._made

    @_content.setter
    def _content(self, content: str | bytes | None) -> None:
        self._make, self._made = None, content
        self._is_missing = self._is_missing and content is None

    @property
    def abs_src_path(self) -> str | None:
        """Where its content is on disk, which counts from then on: a plugin may write to it."""
        if self._path is None and self._content is not None:
            self._path, self._is_ours = self._write(self.content_bytes), True
            self._content = self._digested = None
        return self._path

    @abs_src_path.setter
    def abs_src_path(self, path: str | None) -> None:
        self._path, self._is_ours = path, False
        if path is not None:
            self._content, self._is_missing = None, False

    def replace(self, content: bytes) -> None:
        """Take another content, also on disk, unless a plugin has put its own file there."""
        if self._path is None:
            self._content = content
        elif self._is_ours:
            Path(self._path).write_bytes(content)

    def leave(self, written: WrittenFiles) -> None:
        """Leave it in the site if it is there as it would be written; remember in `written` what is."""
        self._written = written
        if not written.is_known:
            return
        if isinstance(self._content, bytes):
            if self._content is not self._digested:
                self._digest, self._digested = digest_of(self._content), self._content
            if not self._is_missing and written.has(self.dest_uri, self._digest):
                written.leave(self.dest_uri)

    def copy_file(self, dirty: bool = False) -> None:
        """Write it to the site; then its content is there, not in memory any more."""
        content = self._content
        if self._is_missing:
            return
        if isinstance(content, bytes) and self._is_written(content):
            self._path, self._is_ours = self.abs_dest_path, True
            self._content = self._digested = None
        else:
            super().copy_file(dirty)

    def _is_written(self, content: bytes) -> bool:
        written = self._written
        is_same = content is self._digested or digest_of(content) == self._digest
        is_known = written is not None and is_same
        if is_known and written is not None and written.is_left(self.dest_uri):
            return True
        file = Path(self.abs_dest_path)
        try:
            try:
                file.write_bytes(content)
            except FileNotFoundError:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        except OSError:  # MkDocs copies a file to where a folder is, and says what else is wrong
            self.abs_src_path  # noqa: B018
            return False
        if is_known and written is not None and (own := written_file(str(file), self._digest)) is not None:
            written.wrote(self.dest_uri, own)
        return True
