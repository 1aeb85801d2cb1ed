"""Manifests compared with an API server: here one that refuses what has no image."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from api_servers import Difference, Server, differences

POD = "apiVersion: v1\nkind: Pod\nmetadata: {{name: {}}}\nspec: {{containers: [{}]}}\n"
GOOD = POD.format("good", '{name: a, image: "a:1"}')
BAD = POD.format("bad", "{name: a, image: ''}")
MISSED = POD.format("missed", '{name: a, image: "refused:1"}')
ACCUSED = POD.format("accused", '{name: A, image: "a:1"}')
_ANSWERS = {
    "/version": {"minor": "37+"},
    "/apis": {"groups": [{"versions": [{"groupVersion": "apps/v1"}]}]},
    "/apis/apps/v1": {"resources": [{"name": "deployments/scale", "kind": "Scale", "verbs": ["create"]}]},
    "/api/v1": {"resources": [{"name": "pods", "kind": "Pod", "namespaced": True, "verbs": ["create"]}]},
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert self.headers["Authorization"] == "Bearer secret"
        self._say(200, _ANSWERS[self.path])

    def do_POST(self) -> None:
        assert self.path == "/api/v1/namespaces/default/pods?dryRun=All&fieldValidation=Strict"
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "image: ''" in text or "refused:1" in text:
            self._say(422, {"message": "Pod is invalid"})
        else:
            self._say(201, {})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_manifest_that_one_side_refuses_is_a_difference(tmp_path: Path, url: str) -> None:
    (tmp_path / "alike.yaml").write_text(f"{GOOD}---\n{BAD}")
    (tmp_path / "note.md").write_text(f"# Pods\n\n```yaml\n{MISSED}```\n\n```yaml\n{ACCUSED}```\n")

    found = list(differences([tmp_path], Server(url, "secret")))

    accused = "[invalid-name] spec.containers[0].name: Invalid value"
    assert found[:2] == [None, None]
    assert found[2] == Difference(f"{tmp_path.name}/note.md:4", "", "Pod is invalid")
    assert len(found) == 4
    assert found[3] is not None
    assert found[3].ours.startswith(accused)
    assert not found[3].theirs


def test_nothing_is_sent_that_is_shown_in_part_or_that_the_server_does_not_know(
    tmp_path: Path, url: str
) -> None:
    part = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n# ...\n"
    to_fill_in = POD.format("<name>", '{name: a, image: "a:1"}')
    other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    (tmp_path / "a.yaml").write_text(f"{part}---\n{to_fill_in}---\n{other}")

    assert list(differences([tmp_path], Server(url, "secret"))) == []
