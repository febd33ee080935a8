"""The operations guide names every environment variable and every check there is, and no other."""

from __future__ import annotations

import re

from tests.erp.operations.house import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
KINDS = "text|boolean|integer|choice|words|folder|database|mail|mail_address|public_url|sms"
READ = re.compile(rf'env\.(?:{KINDS})\(\s*"([A-Z_]+)"')


def test_every_environment_variable_stands_in_the_guide() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "erp").rglob("*.py")]
    read = {name for source in sources for name in READ.findall(source)}
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, re.MULTILINE)) == read


def test_every_start_up_check_stands_in_the_guide() -> None:
    checks = (ROOT / "erp" / "operations" / "checks.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`operations\.(E\d+)`", GUIDE))
    assert named == set(re.findall(r'"(E\d{3})"', checks))


def test_the_processes_are_those_of_the_procfile() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    for name, _, command in (line.partition(": ") for line in lines):
        assert f"| {name} | `{command}` |" in GUIDE
