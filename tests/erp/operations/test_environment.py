"""The environment of the project makes itself without pip, root or a compiler."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.erp.operations.house import ROOT

pytestmark = [pytest.mark.slow]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project that needs nothing but the package that must be compiled."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "requirements.txt").write_text("mysqlclient==2.3.1  # MariaDB\n")
    (tmp_path / "constraints.txt").write_text("")
    (tmp_path / "tools").mkdir()
    return tmp_path


def make(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ".ci/environment"],
        check=False,
        cwd=project,
        env={**os.environ, "PATH": str(project / "tools"), "DATABASE_URL": "", **variables},
        capture_output=True,
        text=True,
    )


def test_a_package_without_its_headers_is_left_out_unless_it_is_needed(project: Path) -> None:
    first = make(project)
    assert (first.returncode, first.stderr) == (0, "")
    said = first.stdout.splitlines()
    assert said[0] == "Installing requirements.txt ..."
    assert said[1].startswith("mysqlclient is left out: it needs a C compiler")
    assert len(said) == 2

    again = make(project)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")

    needed = make(project, DATABASE_URL="mysql://root@localhost/house")
    assert needed.returncode == 1
    assert needed.stderr.startswith("DATABASE_URL asks for MariaDB, and mysqlclient cannot")
    assert len(needed.stderr.splitlines()) == 1


def test_the_lock_names_every_direct_package_in_the_same_version() -> None:
    locked = packages(ROOT / "constraints.txt")
    for path in (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt"):
        assert packages(path) <= locked


def packages(path: Path) -> set[str]:
    lines = (line.partition("#")[0].strip() for line in path.read_text().splitlines())
    return {line.casefold().replace("_", "-") for line in lines if line}
