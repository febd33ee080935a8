"""Broken and hostile files: a clear message or a right preview, within memory, never a fault."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admin_config.engine.transfer.limits import MOST_MEMORY
from admin_config.models import ImportRun
from erp.staff.models import User
from tests.admin_config.transfer import reading_within_limits
from tests.admin_config.transfer.hostile import CASES, Case

_NAMES = [case.name for case in CASES]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what became of every file, read in processes that have little memory."""
    folder = tmp_path_factory.mktemp("hostile")
    for case in CASES:
        (folder / case.name).write_bytes(case.build())
    program = [sys.executable, "-m", reading_within_limits.__name__, str(folder)]
    subprocess.run(program, check=True, timeout=600)  # noqa: S603 - our own program
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.seen")}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=_NAMES)
def test_a_file_is_read_right_or_refused_within_limits(case: Case, seen: dict[str, Any]) -> None:
    assert case.name in seen, "its reading ended without an answer"
    found = seen[case.name]
    if isinstance(case.expected, str):
        assert found.get("code") == case.expected, found
        assert found["message"]
    else:
        assert "code" not in found, found
        names = ("headers", "first", "rows", "header")
        assert {n: found[n] for n in names} == {n: getattr(case.expected, n) for n in names}
    assert found["seconds"] < 30
    assert found["reader"] < MOST_MEMORY


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=_NAMES)
def test_the_page_shows_a_file_or_says_what_is_wrong(
    case: Case, system: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(system)
    upload = SimpleUploadedFile(case.name, case.build())
    response = client.post("/catalog/brand/import/", {"file": upload})
    if isinstance(case.expected, str):
        assert response.status_code == 400
        assert 'id="file-mistake"' in response.content.decode()
        assert not ImportRun.objects.exists()
    else:
        page = client.get(response["Location"])
        assert page.status_code == 200
        assert all(header in page.content.decode() for header in case.expected.headers)
        assert Path(ImportRun.objects.get().file.path).is_file()
