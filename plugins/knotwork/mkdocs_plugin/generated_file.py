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
    """A file whose content is in memory until a plugin asks where it is on disk, or it is written."""

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
    def of(cls, config: MkDocsConfig, name: str, content: bytes, generated: GeneratedFiles) -> GeneratedFile:
        """The file `name`, which MkDocs is to publish."""
        file = cls.generated(config, name, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        assert isinstance(file, cls), "MkDocs makes it of this class"
        file._write = lambda content: str(generated.write(name, content))
        return file

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
            self._content = None

    def replace(self, content: bytes) -> None:
        """Take another content, also on disk, unless a plugin has put its own file there."""
        if self._path is None:
            self._content = content
        elif self._is_ours:
            Path(self._path).write_bytes(content)

    def leave(self, written: WrittenFiles) -> None:
        """Leave it in the site if it is there as it would be written; remember in `written` what is."""
        self._written = written
        if isinstance(self._content, bytes):
            self._digest, self._digested = digest_of(self._content), self._content
            if written.has(self.dest_uri, self._digest):
                written.leave(self.dest_uri)

    def copy_file(self, dirty: bool = False) -> None:
        """Write it to the site; then its content is there, not in memory any more."""
        if isinstance(self._content, bytes) and self._is_written(self._content):
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
