"""One command runs the whole product and leaves nothing behind."""

from __future__ import annotations

import json
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.erp.operations.house import ROOT, House, environment, free_port, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]

WRITE_MAIL = """
from erp.foundation.actor import SYSTEM
from erp.foundation.services.mail import write_mail
write_mail(to="a@example.com", subject="Hello", body="There", by=SYSTEM)
"""


@dataclass
class FirstRun:
    """What a run on an empty folder left behind after Ctrl-C."""

    data_dir: Path
    lines: list[str]
    code: int
    left: list[psutil.Process]
    people: object


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> FirstRun:
    """Open a house on an empty folder, whose path is longer than a socket's may be, and end it."""
    data_dir = tmp_path_factory.mktemp("data") / ("a-long-name-" * 9)
    with open_house(data_dir) as house:
        code = house.end(signal.SIGINT)
        people = ask(data_dir, "SELECT id, username, password FROM staff_user")
        return FirstRun(data_dir, house.lines(), code, house.processes(), people)


@contextmanager
def open_house(data_dir: Path) -> Iterator[House]:
    """Open a house; whatever the test does, nothing of it is left."""
    data_dir.mkdir(exist_ok=True)
    house = House(data_dir, free_port())
    try:
        house.wait_until_open()
        yield house
    finally:
        for process in house.processes():
            process.kill()
        house.process.wait()


def ask(data_dir: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data_dir / "countinghouse.sqlite3", timeout=20) as connection:
        return connection.execute(question).fetchall()


SALES_RIGHT = """
FROM auth_group_permissions
WHERE group_id = (SELECT group_ptr_id FROM staff_role WHERE code = 'sales')
AND permission_id = (SELECT id FROM auth_permission WHERE codename = ?)
"""


def take_from_sales(data_dir: Path, right: str, *, never_given: bool) -> None:
    """Take a right from the sellers, by hand or as if no version had brought it yet."""
    with sqlite3.connect(data_dir / "countinghouse.sqlite3", timeout=20) as connection:
        codename = right.partition(".")[2]
        assert connection.execute(f"DELETE {SALES_RIGHT}", [codename]).rowcount == 1
        if never_given:
            given = "SELECT rights_given FROM staff_role WHERE code = 'sales'"
            rights = set(json.loads(connection.execute(given).fetchone()[0])) - {right}
            change = "UPDATE staff_role SET rights_given = ? WHERE code = 'sales'"
            connection.execute(change, [json.dumps(sorted(rights))])


def sellers_hold(data_dir: Path, codename: str) -> bool:
    with sqlite3.connect(data_dir / "countinghouse.sqlite3", timeout=20) as connection:
        found = connection.execute(f"SELECT 1 {SALES_RIGHT}", [codename])
        return found.fetchone() is not None


def write_mail(data_dir: Path) -> None:
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "shell", "--command", WRITE_MAIL],
        check=True,
        cwd=ROOT,
        env=environment(data_dir),
        capture_output=True,
    )


def run_in_vain(data_dir: Path, port: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "run"],
        check=False,
        cwd=ROOT,
        env=environment(data_dir, PORT=str(port)),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_ctrl_c_ends_a_first_run_in_order(first_run: FirstRun) -> None:
    assert (first_run.code, first_run.left) == (0, [])
    assert first_run.people
    assert first_run.lines[:3] == ["database ready", "static files ready", "demo company ready"]
    assert any(line.split()[:1] == ["manager"] for line in first_run.lines)
    assert first_run.lines[-1] == "Stopped."


def test_a_second_run_keeps_the_data_and_works_off_jobs(first_run: FirstRun) -> None:
    data_dir = first_run.data_dir
    take_from_sales(data_dir, "catalog.view_unit", never_given=True)
    take_from_sales(data_dir, "catalog.view_brand", never_given=False)
    with open_house(data_dir) as house:
        assert sellers_hold(data_dir, "view_unit")
        assert not sellers_hold(data_dir, "view_brand")
        people = ask(data_dir, "SELECT id, username, password FROM staff_user")
        assert people == first_run.people
        wait_for(lambda: house.health()[1]["state"] == "ok", house.output)
        parts = ("state", "database", "migrations", "queue", "worker", "clock")
        assert house.health() == (200, dict.fromkeys(parts, "ok"))

        write_mail(data_dir)
        # the demo's own letters are sent as well
        states = "SELECT DISTINCT state FROM foundation_job WHERE kind = 'foundation.send_mail'"
        wait_for(lambda: ask(data_dir, states) == [("done",)], house.output)
        mails = [mail.read_text() for mail in (data_dir / "mail").iterdir()]
        assert sum("To: a@example.com" in mail for mail in mails) == 1

        again = run_in_vain(data_dir, free_port())
        assert (again.returncode, again.stdout) == (1, "")
        assert again.stderr == f"{data_dir} is already in use by process {house.process.pid}\n"

        assert house.end(signal.SIGTERM) == 0
        assert house.processes() == []


def test_what_falls_is_started_again_and_nothing_outlives_a_killed_supervisor(
    first_run: FirstRun,
) -> None:
    with open_house(first_run.data_dir) as house:
        (web,) = [
            process
            for process in house.processes()
            if process.ppid() == house.process.pid and "gunicorn" in process.cmdline()
        ]
        web.kill()
        wait_for(lambda: any("web ended (signal 9)" in line for line in house.lines()))
        wait_for(lambda: house.health()[0] == 200, house.output)

        assert len(house.processes()) == 7
        house.end(signal.SIGKILL)
        wait_for(lambda: house.processes() == [], house.output)


def test_a_taken_port_is_said_and_nothing_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run_in_vain(tmp_path, port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"cannot listen on 127.0.0.1 port {port}: Address already in use\n"
    assert not (tmp_path / "countinghouse.sqlite3").exists()
    assert not (tmp_path / "logs").exists()
