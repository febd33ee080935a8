"""One schema as a domain: a copy of the tree, generated, checked, tested, and what came of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.admin_config.generator.rows import made
from tests.architecture.source import ROOT

#: What a copy of the tree does not need.
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".data", "*_cache", "__pycache__", ".hypothesis")
#: How the tests of every screen are divided.
AT_ONCE = ("-n", "2", "--dist", "loadgroup")


@dataclass(frozen=True)
class Outcome:
    """What one step said: whether it passed, how long it took, and its words."""

    passed: bool
    seconds: float
    words: str


@dataclass(frozen=True)
class Tests:
    """How many tests of every screen passed, and which did not."""

    passed: int
    failures: tuple[str, ...]
    seconds: float


class World:
    """A copy of the tree in which a schema becomes a domain of the same name."""

    def __init__(self, name: str, folder: Path, database: str = "") -> None:
        """Copy the tree and fill the schema with rows; ``database`` is what the tests run on."""
        self.name = name
        self.root = folder / name
        shutil.copytree(ROOT, self.root, ignore=LEFT_OUT)
        self.url = made(name, folder)
        self.report = folder / f"{name}.xml"
        self.environment = {
            **os.environ,
            "DATA_DIR": str(folder / f"data-{name}"),
            "DATABASE_URL": database,
            "PYTEST_ADDOPTS": "",
            # what one process compiled no other compiles again
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        }

    def called(self, *command: str) -> Outcome:
        """Run Python in the copy, as somebody who works there would."""
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
        )
        return Outcome(done.returncode == 0, time.monotonic() - began, done.stdout)

    def generate(self) -> Outcome:
        """Write the domain, with no hand edit before or after."""
        return self.called(
            *("manage.py", "generate", "domain", self.name, "--from-database", self.url, "--yes")
        )

    def check(self) -> Outcome:
        """Run all that ``make check`` runs."""
        return self.called(".ci/checks")

    def test(self, *more: str) -> Tests:
        """Run every behaviour on every screen of the domain, and every factory."""
        self.report.unlink(missing_ok=True)
        places = ("tests/every_screen", "tests/test_factories.py")
        chosen = (*places, "-k", f"[{self.name}. or test_factories")
        options = ("-q", "-p", "no:cacheprovider", f"--junitxml={self.report}", *AT_ONCE)
        done = self.called("-m", "pytest", *chosen, *options, *more)
        if not self.report.exists():
            return Tests(0, (done.words[-2000:],), done.seconds)
        cases = list(ET.parse(self.report).getroot().iter("testcase"))  # noqa: S314 - our own
        return Tests(
            sum(len(case) == 0 or case[0].tag in _SAID for case in cases),
            tuple(_failures(cases)),
            done.seconds,
        )


#: What a passed test may leave in a report.
_SAID = ("properties", "system-out", "system-err")


def _failures(cases: list[ET.Element]) -> Iterator[str]:
    for case in cases:
        for told in case:
            if told.tag in {"failure", "error"}:
                first = (told.get("message") or "").split("\n")[0][:120]
                yield f"{case.get('classname')}::{case.get('name')}: {first}"
