"""What only one house at a time may hold: its data folder and its address."""

import fcntl
import os
import socket
from pathlib import Path
from typing import TextIO


class Taken(Exception):
    """Somebody else holds it; the message says what and, where known, who."""


def take_folder(folder: Path) -> TextIO:
    """Hold the data folder until the returned file is closed or the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "run.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise Taken(f"{folder} is already in use by process {holder}") from None
    lock.seek(0)
    lock.truncate()
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def take_address(host: str, port: int) -> socket.socket:
    """Listen on an address; who connects early waits until the web server answers."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise Taken(f"cannot listen on {host} port {port}: {reason}") from None
    return listener
