"""``manage.py explore`` as a process of its own, seen from outside."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.admin_config.explorer.visitor import Visitor
from tests.erp.operations.house import ROOT, environment, wait_for

_OPEN = re.compile(r"(?:Open|For another browser): (http://127\.0\.0\.1:\d+)(/open/\S+)")
_PATIENCE = 30


class Explored:
    """One run of the command."""

    def __init__(self, typed: str, folder: Path, *options: str) -> None:
        """Start it and wait until it says that it is open, or why it is not."""
        self.output = folder / "explore.out"
        # As a shell starts what runs beside it: deaf to Ctrl-C unless it listens itself.
        heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "manage.py", "explore", typed, *options],
                cwd=ROOT,
                env=environment(folder / "data", LOG_LEVEL="INFO"),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        signal.signal(signal.SIGINT, heard)
        wait_for(lambda: "Stop: Ctrl-C" in self.said or self.process.poll() is not None)

    @property
    def said(self) -> str:
        """Return what it has said so far."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def work(self) -> float:
        """Return the seconds of processor time that it took so far."""
        spent = psutil.Process(self.process.pid).cpu_times()
        return float(spent.user + spent.system)

    def doors(self) -> list[tuple[str, str]]:
        """Return the addresses that were told, each as root and path."""
        return _OPEN.findall(self.said)

    def visitor(self) -> Visitor:
        """Return somebody who came in by the newest address."""
        root, path = self.doors()[-1]
        visitor = Visitor(root)
        assert visitor.ask(path)[0] == 200
        return visitor

    def end(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(_PATIENCE)
