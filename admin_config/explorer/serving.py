"""Serves the explored database to this machine alone, until Ctrl-C."""

from __future__ import annotations

import socketserver
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread for each request, so that a slow list holds up nothing else."""

    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    """Answers without a line for each request: the terminal is for addresses."""

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def address_string(self) -> str:
        """Return the caller's address without asking a name server."""
        return str(self.client_address[0])


def serve(port: int) -> _Server:
    """Return a server on the loopback address, bound and not yet running; 0 finds a free port."""
    server = _Server(("127.0.0.1", port), _Quiet)
    server.set_app(get_wsgi_application())
    return server
