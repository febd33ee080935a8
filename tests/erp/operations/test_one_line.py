"""What keeps the house from starting is said in one line, whatever the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.erp.operations.house import ROOT


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("DEMO", "maybe", "DEMO='maybe': say 1 or 0"),
        ("MODE", "production", "production refuses to start: "),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(
    variable: str, value: str, told: str, tmp_path: Path
) -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stdout == ""
    lines = refused.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"manage.py: {told}")
    assert not list(tmp_path.glob("*.sqlite3"))
