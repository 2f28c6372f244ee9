"""A server on the loopback address for tests: what it answers to each path is a list of behaviours.

Helpers only. What a download must do is in the tests.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipelines.catalogue.source import SourceFile

CONTENT = bytes(range(256)) * 800  # 204,800 bytes


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, *, length: int | None = None, **headers: str
):
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def whole(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Sends everything, whatever Range is asked for."""
    send(handler, 200, content, ETag='"v1"')


class Site:
    """A server whose answers to each path are a list of behaviours, one a request, the last for ever."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Callable[[BaseHTTPRequestHandler, bytes], None]]] = {}
        self.contents: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str | None]] = []  # path, Range, If-Range
        self.release = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers.get("Range", ""), self.headers.get("If-Range")))
                behaviours = site.pages[self.path]
                behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
                behaviour(self, site.contents[self.path])

            def do_HEAD(self) -> None:
                behaviour = site.pages[self.path][0]
                behaviour(self, site.contents[self.path])

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def page(self, name: str, *behaviours: Callable, content: bytes = CONTENT) -> SourceFile:
        """Serve a file so, and pin it."""
        self.pages["/" + name], self.contents["/" + name] = list(behaviours), content
        return SourceFile(name, f"{self.url}/{name}", len(content), hashlib.sha256(content).hexdigest())

    def ranges(self) -> list[str]:
        return [asked for _, asked, _ in self.asked]
