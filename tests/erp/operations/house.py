"""The whole product as a process of its own, seen from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[3]
#: What this process was told does not reach the product under test.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "EXTRA_APPS", "DJANGO_SETTINGS_MODULE", "MODE", "HOST")
#: Seconds; on a busy machine everything takes several times as long.
PATIENCE = 180.0


class House:
    """One run of ``manage.py run`` on a data folder."""

    def __init__(self, data_dir: Path, port: int) -> None:
        """Start it and read what it says."""
        self.data_dir = data_dir
        self.port = port
        self.output = data_dir.parent / f"{port}.out"
        self.known: set[psutil.Process] = set()
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=ROOT,
                env=environment(data_dir, PORT=str(port)),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def lines(self) -> list[str]:
        """Return what it has said so far."""
        return self.output.read_text(encoding="utf-8").splitlines()

    def wait_until_open(self) -> None:
        """Wait for the last line it says about being open, and for its address among them."""
        wait_for(lambda: any("Stop: Ctrl-C" in line for line in self.lines()), self.output)
        assert f"Open: http://127.0.0.1:{self.port}/" in self.lines()
        self._note_descendants()

    def health(self) -> tuple[int, dict[str, str]]:
        """Ask the health address; 0 when nobody answered in time."""
        address = f"http://127.0.0.1:{self.port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {"state": "silent"}

    def processes(self) -> list[psutil.Process]:
        """Return every living process that was started for the data folder."""
        self._note_descendants()
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def _note_descendants(self) -> None:
        """Keep who was started so far: Redis overwrites its environment with its title."""
        if self.process.poll() is None:
            self.known.update(psutil.Process(self.process.pid).children(recursive=True))

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            return process in self.known or process.environ()["DATA_DIR"] == str(self.data_dir)
        except (psutil.Error, KeyError):
            return False

    def end(self, how: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self._note_descendants()
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the environment of a fresh terminal with a data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "DATA_DIR": str(data_dir), **more}


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(answer: Callable[[], object], about: Path | None = None) -> None:
    """Wait until the question is answered with yes; fail with what the file says."""
    until = time.monotonic() + PATIENCE
    while not answer():
        assert time.monotonic() < until, about and about.read_text(encoding="utf-8")
        time.sleep(0.1)
