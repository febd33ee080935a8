"""A program for a test: read every file of a folder as an upload does, each within limits.

Each file has a process of its own, with so much more memory than an idle worker has and no more.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import django

#: What reading a file may take beside what an idle worker holds, and how long it may take.
MEMORY = 200 * 1024 * 1024
SECONDS = 60


def preview_of(path: Path) -> dict[str, Any]:
    """Return what a person would be shown, or the refusal."""
    from admin_config.engine.registry import registry
    from admin_config.engine.transfer.columns import import_columns
    from admin_config.engine.transfer.mapping import find_columns
    from admin_config.engine.transfer.reading import recognise, rows_of
    from admin_config.engine.transfer.values import text_of
    from erp.foundation.actor import SYSTEM
    from erp.foundation.refusal import Refusal

    screen: Any = registry.find("brand")
    try:
        source = recognise(path)
        header, found = find_columns(path, source, import_columns(screen, SYSTEM))
        first, rows = None, 0
        for _number, cells in rows_of(path, source, after=header):
            first = first or [text_of(cell) for cell in cells]
            rows += 1
    except Refusal as refusal:
        return {"code": refusal.code, "message": refusal.messages[0]}
    headers = [column["header"] for column in found]
    return {"headers": headers, "header": header, "first": first, "rows": rows}


def limited(path: Path) -> None:
    """Read a file in this process and write down what came of it and what it took."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, resource.RLIM_INFINITY))
    begun = _worked()
    seen = preview_of(path)
    seen["seconds"] = _worked() - begun
    seen["reader"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    path.with_name(path.name + ".seen").write_text(json.dumps(seen))


def _worked() -> float:
    """Return the seconds of a processor that this process and its readers took."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main(folder: Path) -> None:
    """Read every file of the folder."""
    django.setup()
    preview_of(folder / "plain.csv")
    for path in sorted(folder.iterdir()):
        child = os.fork()
        if child == 0:
            try:
                limited(path)
            finally:
                os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
