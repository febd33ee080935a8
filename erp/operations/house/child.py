"""A process of the house: started, watched, started again when it falls, stopped in time."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from erp.operations.lifeline import end_with_parent

#: Seconds to wait before the next start: 1, 2, 4 … up to the most.
MOST_DELAY = 30.0
#: A process that lived so many seconds is healthy: the next fall counts as its first.
HEALTHY = 60.0
#: A log beyond this size is put aside (one is kept) when its process starts.
LARGEST_LOG = 10 * 1024 * 1024


@dataclass
class Child:
    """One process with its log; it ends when the supervisor ends, however that ends."""

    name: str
    command: Sequence[str]
    log: Path
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    pass_fds: tuple[int, ...] = ()
    #: Seconds it gets to finish what it has begun, from the first signal to the last.
    patience: float = 10.0
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    #: When it is to be started again, on the monotonic clock; None while it runs.
    due: float | None = None

    def start(self) -> None:
        """Start the process in a session of its own, its output at the end of its log."""
        _put_aside(self.log)
        parent = os.getpid()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - the commands are our own
                self.command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(parent),  # noqa: PLW1509 - no threads here
            )
        self.started_at = time.monotonic()
        self.due = None

    def watch(self) -> str:
        """Start it again when that is due; return a line about a fall that was not said yet."""
        if self.process is None:
            return ""
        if self.due is not None:
            if time.monotonic() >= self.due:
                self.start()
            return ""
        code = self.process.poll()
        return "" if code is None else self._note_fall(code)

    def _note_fall(self, code: int) -> str:
        now = time.monotonic()
        self.falls = 0 if now - self.started_at > HEALTHY else self.falls
        delay = min(MOST_DELAY, 2.0**self.falls)
        self.falls += 1
        self.due = now + delay
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{self.name} ended ({how}); it starts again in {delay:.0f} s, see {self.log}"

    def stop(self) -> None:
        """Ask it to end, ask again after half of its patience, and force it after the other."""
        if self.process is None:
            return
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self.process.send_signal(number)
            try:
                self.process.wait(self.patience / 2)
            except subprocess.TimeoutExpired:
                continue
        self.process = None


def _put_aside(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".1.log"))
