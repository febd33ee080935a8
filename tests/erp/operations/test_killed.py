"""A server that is killed in the middle of a save leaves nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.admin_config.forms.posting import values_of
from tests.erp.operations.house import ROOT, environment, free_port, wait_for
from tests.erp.operations.stuck import StuckMariadb, StuckSqlite, stuck_database

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]

SIGN_IN = """
from django.test import Client
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
with operation(OperationKind.CREATE, by=SYSTEM):
    user = User(username="boss", name="boss", is_superuser=True)
    user.set_unusable_password()
    user.save()
client = Client()
client.force_login(user)
print("session", client.cookies["sessionid"].value)
"""
TABLES = (
    *("foundation_operation", "foundation_logentry", "foundation_searchtoken"),
    *("catalog_brand", "catalog_historicalbrand"),
)
ADD = "/catalog/brand/add/"
Stuck = StuckSqlite | StuckMariadb


class _Stay(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_args: Any, **_options: Any) -> None:
        """Follow nothing."""


class Web:
    """The web server as a process of its own, and somebody in front of it."""

    def __init__(self, folder: Path, values: dict[str, str], cookies: dict[str, str]) -> None:
        """Start it and wait until it answers."""
        self.port, self.log, self.cookies = free_port(), folder / "web.log", cookies
        command = ["-m", "gunicorn", "--config", "python:erp.operations.web_server", "erp.wsgi"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                [sys.executable, *command, "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=values,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_for(self._answers, self.log)

    def _answers(self) -> bool:
        try:
            return self.ask("/healthz")[0] > 0
        except OSError:
            return False

    def ask(self, path: str, values: dict[str, Any] | None = None) -> tuple[int, str]:
        """Open a page, or post values to it; return status and text."""
        data = None if values is None else urllib.parse.urlencode(values, doseq=True).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", data, {"Cookie": cookies}
        )
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=600) as answer:
                for header in answer.headers.get_all("Set-Cookie") or []:
                    name, _is, value = header.split(";")[0].partition("=")
                    self.cookies[name] = value
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def kill(self) -> None:
        """Take it away as a power cut does: no process of it gets another instruction."""
        parent = psutil.Process(self.process.pid)
        for process in [parent, *parent.children(recursive=True)]:
            process.send_signal(signal.SIGKILL)
        self.process.wait()


class House:
    """A data folder with a database, one person and a web server that comes and goes."""

    def __init__(self, folder: Path, stuck: Stuck) -> None:
        """Make tables and static files, and sign the person in."""
        self.folder, self.stuck = folder, stuck
        self.values = environment(folder, DEMO="0", **stuck.environment)
        self._run("manage.py", "migrate", "-v", "0")
        self._run("manage.py", "collectstatic", "--noinput", "-v", "0")
        said = self._run("manage.py", "shell", "-c", SIGN_IN)
        line = next(line for line in said.splitlines() if line.startswith("session "))
        self.cookies = {"sessionid": line.split()[1]}
        self.web: Web | None = None

    def _run(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, *command],
            cwd=ROOT,
            env=self.values,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def open(self) -> Web:
        """Start the web server."""
        self.web = Web(self.folder, self.values, self.cookies)
        return self.web

    def rows(self) -> dict[str, int]:
        """Return how many rows there are of all that a save writes."""
        return {name: self.stuck.ask(f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}  # noqa: S608


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of which nothing is left in the end."""
    stuck = stuck_database(tmp_path)
    house = None
    try:
        house = House(tmp_path, stuck)
        yield house
    finally:
        if house is not None and house.web is not None and house.web.process.poll() is None:
            house.web.kill()
        stuck.remove()


def test_a_server_killed_in_the_middle_of_a_save_leaves_nothing_and_the_form_posts_again(
    house: House,
) -> None:
    web = house.open()
    typed = values_of(web.ask(ADD)[1], "brand_form") | {"name": "Typed once"}
    before = house.rows()
    house.stuck.hang()
    fate: list[BaseException] = []

    def post() -> None:
        try:
            web.ask(ADD, typed)
        except OSError as error:
            fate.append(error)

    saving = threading.Thread(target=post)
    saving.start()
    wait_for(house.stuck.is_hanging, web.log)
    web.kill()
    saving.join()
    house.stuck.release()
    assert len(fate) == 1
    assert house.rows() == before

    web = house.open()
    assert web.ask(ADD, typed)[0] == 302
    after = house.rows()
    assert after["catalog_brand"] == before["catalog_brand"] + 1
    assert after["catalog_historicalbrand"] == before["catalog_historicalbrand"] + 1
    assert after["foundation_operation"] == before["foundation_operation"] + 1
    assert web.ask(ADD, typed)[0] == 302
    assert house.rows() == after
