"""Run the whole house: start every process in order, watch them, stop them in order."""

import http.client
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

from erp import environment as env
from erp.operations.house.child import Child
from erp.operations.house.doors import take_address, take_folder
from erp.operations.house.embedded_redis import make_socket_folder, redis_command
from erp.operations.house.preparing import (
    Unprepared,
    demo_lines,
    load_demo,
    prepare_tables_and_static_files,
    set_up_lines,
)

Say = Callable[[str], None]

#: Seconds until the first page must be there.
OPEN_WITHIN = 60.0
#: Seconds between two looks at the processes.
LOOK = 0.2
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Asked(BaseException):
    """Somebody asked the house to stop while it was being prepared."""


@dataclass
class House:
    """Every process of the product on one machine, held together by this one."""

    host: str
    port: int
    data_dir: Path
    say: Say
    children: list[Child] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    preparing: bool = False

    def run(self) -> None:
        """Open the house and keep it open until a signal asks for its end.

        In this order: data folder, address, Redis, tables, static files, web, demo company, worker,
        clock. Ends: web, clock, worker, Redis. ``Taken`` when folder or address belong to somebody
        else (nothing was started then), ``Unprepared`` when no page could be served.
        """
        with ExitStack() as held:
            held.enter_context(take_folder(self.data_dir))
            listener = held.enter_context(take_address(self.host, self.port))
            held.enter_context(self._obeying_signals())
            held.callback(self._stop)
            try:
                self._open(listener)
            except _Asked:
                return
            self._watch()

    @contextmanager
    def _obeying_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self._obey) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _obey(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopped.is_set():  # asked twice: no more patience
            for child in self.children:
                child.patience = 0.2
        self.stopped.set()
        if self.preparing:
            self.preparing = False
            raise _Asked

    def _open(self, listener: socket.socket) -> None:
        self.preparing = True
        (self.data_dir / "logs").mkdir(exist_ok=True)
        if not env.text("REDIS_URL"):
            make_socket_folder(settings.REDIS_URL)
            self._start("queue", redis_command(settings.REDIS_URL))
        prepare_tables_and_static_files(self.say)
        self._start_web(listener)  # it loads the project while the demo company is loaded
        load_demo(self.say)
        self._start("worker", [sys.executable, "manage.py", "rqworker", "default"])
        self._start("clock", [sys.executable, "manage.py", "clock"])
        self._wait_for_page()
        self._tell()
        self.preparing = False

    def _start_web(self, listener: socket.socket) -> None:
        door = listener.fileno()
        web = ["-m", "gunicorn", "--config", "python:erp.operations.web_server", "erp.wsgi"]
        self._start("web", [sys.executable, *web, "--bind", f"fd://{door}"], pass_fds=(door,))

    def _start(self, name: str, command: list[str], pass_fds: tuple[int, ...] = ()) -> None:
        log = self.data_dir / "logs" / f"{name}.log"
        child = Child(name, command, log, settings.BASE_DIR, pass_fds=pass_fds)
        self.children.append(child)
        child.start()

    def _wait_for_page(self) -> None:
        until = time.monotonic() + OPEN_WITHIN
        while not self._serves():
            if time.monotonic() > until:
                raise Unprepared(f"no page within {OPEN_WITHIN:.0f} s, see {self.data_dir}/logs")
            self._look()
            time.sleep(LOOK)

    def _serves(self) -> bool:
        """Tell whether the health address answers 200; it is asked as a visitor would ask."""
        name = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
        connection = http.client.HTTPConnection(*self._near_address(), timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": name.lstrip(".")})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _near_address(self) -> tuple[str, int]:
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a name, not a choice
        return everywhere.get(self.host, self.host), self.port

    def _tell(self) -> None:
        host, port = self._near_address()
        root = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self.say(f"Open: {root}")
        for line in set_up_lines(root):
            self.say(line)
        for line in demo_lines():
            self.say(f"  {line}")
        self.say(f"Logs: {self.data_dir / 'logs'}   Stop: Ctrl-C")

    def _watch(self) -> None:
        while not self.stopped.wait(LOOK):
            self._look()

    def _look(self) -> None:
        for child in self.children:
            line = child.watch()
            if line:
                self.say(line)

    def _stop(self) -> None:
        """Stop who serves people first and Redis, which the others still need, last."""
        self.stopped.set()
        order = {"web": 0, "clock": 1, "worker": 2, "queue": 3}
        for child in sorted(self.children, key=lambda child: order[child.name]):
            child.stop()
        if self.children:
            self.say("Stopped.")
