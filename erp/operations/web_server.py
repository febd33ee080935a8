"""How the web server runs: processes, threads, patience; read by gunicorn as its configuration."""

from pathlib import Path
from typing import Any

from erp import environment as env
from erp.operations.lifeline import end_with_parent

bind = f"{env.text('HOST', '127.0.0.1')}:{env.integer('PORT', default=8000, least=0, most=65535)}"
workers = env.integer("WEB_WORKERS", default=2, least=1, most=64)
threads = env.integer("WEB_THREADS", default=4, least=1, most=64)
#: The project is loaded once and shared by the processes.
preload_app = True
#: Seconds after which a silent process is replaced, and that running requests get at a stop.
timeout = 120
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
#: The sign of life of the processes is a file; on a slow disk it would stall them.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - no name is guessed


def post_fork(_server: Any, worker: Any) -> None:
    """Let no process outlive the server that started it."""
    end_with_parent(worker.ppid)
