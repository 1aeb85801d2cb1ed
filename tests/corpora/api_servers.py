"""Manifests compared with an API server: what one side refuses and the other takes."""

from __future__ import annotations

import json
import re
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from corpus_folders import read_folder

from knotwork.config.settings import Settings
from knotwork.snippets.snippet import Snippet

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_OF_TEXT = frozenset(("yaml-syntax", "lone-ellipsis", "missing-separator"))
"""The rules of blocks whose text the server could not read as it is."""
_SHOWN = 300


class Answer(NamedTuple):
    """What a server says of a manifest."""

    accepted: bool
    message: str


class Difference(NamedTuple):
    """A manifest that one side refuses."""

    place: str
    ours: str
    """Our errors; empty: the manifest is valid."""
    theirs: str
    """The server's; empty: it is accepted."""


class Server:
    """An API server. It raises OSError where it cannot be reached."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url, self.token = url.rstrip("/"), token
        local = urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")
        # a server on this machine has a certificate that nobody signed
        self.context = ssl._create_unverified_context() if local else ssl.create_default_context()
        self.minor = re.sub(r"\D", "", str(self._get("/version")["minor"]))
        self.resources = dict(self._resources())
        """By apiVersion and kind, the path of a resource, and whether its objects have a namespace."""

    def answer(self, snippet: Snippet) -> Answer | None:
        """What the server says of a manifest; None where it has no such API."""
        resource = self.resources.get((snippet.api_version or "", snippet.kind or ""))
        if resource is None:
            return None
        path, namespaced = resource
        if namespaced:
            named = snippet.namespace or ""
            group, _, name = path.rpartition("/")
            namespace = named if _LABEL.fullmatch(named) else "default"
            path = f"{group}/namespaces/{namespace}/{name}"
        try:
            self._open(f"{path}?dryRun=All&fieldValidation=Strict", snippet.text.encode())
        except HTTPError as error:
            return Answer(False, str(json.load(error).get("message", error.reason)))
        return Answer(True, "")

    def _resources(self) -> Iterator[tuple[tuple[str, str], tuple[str, bool]]]:
        versions = [("v1", "/api/v1")]
        for group in self._get("/apis")["groups"]:
            names = [version["groupVersion"] for version in group["versions"]]
            versions += [(name, f"/apis/{name}") for name in names]
        for version, path in versions:
            for resource in self._get(path)["resources"]:
                if "/" not in resource["name"] and "create" in resource["verbs"]:
                    place = f"{path}/{resource['name']}", bool(resource["namespaced"])
                    yield (version, resource["kind"]), place

    def _get(self, path: str) -> Any:
        return json.loads(self._open(path))

    def _open(self, path: str, body: bytes | None = None) -> bytes:
        headers = {"Content-Type": "application/yaml"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(f"{self.url}{path}", body, headers)
        with urlopen(request, context=self.context, timeout=30) as response:
            return bytes(response.read())


def differences(folders: Iterable[Path], server: Server) -> Iterator[Difference | None]:
    """For each manifest that the server was asked about, the difference; None: both say the same.

    Nothing is asked about what is shown in part, is to be filled in, or could not be read as it is.
    """
    settings = Settings(k8s_version=f"1.{server.minor}")
    for folder in folders:
        for file in read_folder(folder, settings):
            for snippet in file.snippets.snippets:
                if snippet.mode != "full" or snippet.verdict not in ("valid", "invalid"):
                    continue
                if not _OF_TEXT.isdisjoint(finding.rule for finding in snippet.diagnostics):
                    continue
                answer = server.answer(snippet)
                if answer is not None:
                    place = f"{folder.name}/{file.path}:{snippet.line - file.offset}"
                    yield _difference(place, snippet, answer)


def _difference(place: str, snippet: Snippet, answer: Answer) -> Difference | None:
    errors = [finding for finding in snippet.diagnostics if finding.severity == "error"]
    if answer.accepted is not bool(errors):
        return None
    ours = "; ".join(f"[{finding.rule}] {finding.message}" for finding in errors)
    return Difference(place, ours, answer.message)


def print_differences(folders: Sequence[Path], url: str, token: str) -> None:
    """Print where the server and knotwork differ, and how often they agree."""
    counts: Counter[str] = Counter()
    for difference in differences(folders, Server(url, token)):
        if difference is None:
            counts["alike"] += 1
            continue
        kind = "refused by knotwork only" if difference.ours else "refused by the server only"
        counts[kind] += 1
        print(f"{difference.place}: {kind}\n  {(difference.ours or difference.theirs)[:_SHOWN]}")
    print(", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items())))
