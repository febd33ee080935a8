"""Many people at once: how many list pages a second two web processes give to eight clients."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
import time
from collections import Counter

from django.test import Client

from tests.benchmarks.lists import OURS

CLIENTS = 8
SECONDS = 10
PORT = 8129


def pages_a_second(user: object, paths: list[str] | None = None) -> float:
    """Start gunicorn as in production and ask for list pages for ten seconds."""
    session = Client()
    session.force_login(user)  # type: ignore[arg-type]
    cookie = f"sessionid={session.cookies['sessionid'].value}"
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "erp.wsgi:application", "--workers", "2"),
            *("--threads", "4", "--bind", f"127.0.0.1:{PORT}", "--log-level", "error"),
        ],
        env=os.environ.copy(),
    )
    try:
        _wait_until_up()
        _ask(cookie, [OURS], 2)
        return _ask(cookie, paths or [OURS], SECONDS)
    finally:
        server.terminate()
        server.wait(20)


def _wait_until_up() -> None:
    for _ in range(120):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", PORT, timeout=20), "/healthz", "")
        except OSError:
            time.sleep(0.25)
        else:
            return
    message = "the web server did not come up"
    raise RuntimeError(message)


def _get(connection: http.client.HTTPConnection, path: str, cookie: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _ask(cookie: str, paths: list[str], seconds: float) -> float:
    answers: Counter[int] = Counter()
    end = time.monotonic() + seconds

    def visit() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        turn = 0
        while time.monotonic() < end:
            answers[_get(connection, paths[turn % len(paths)], cookie)] += 1
            turn += 1

    people = [threading.Thread(target=visit) for _ in range(CLIENTS)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    if set(answers) != {200}:
        message = f"answers other than 200: {dict(answers)}"
        raise RuntimeError(message)
    return answers[200] / seconds
