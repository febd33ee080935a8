"""Files of a single use go after their days; what is kept with records never does."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from erp.foundation.services.clearing import clear_old_files
from erp.operations.services.clock import ROUNDS

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.FILES_KEPT_DAYS = tmp_path, 3
    return tmp_path


def put(file: Path, days: float) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("x")
    aged = time.time() - days * DAY
    os.utime(file, (aged, aged))
    return file


def test_old_files_of_a_single_use_go_and_the_others_stay(files: Path) -> None:
    old = [put(files / "exports" / "a.xlsx", 3.1), put(files / "imports/2026/08/b.csv", 40)]
    young = [put(files / "exports" / "a.keys", 2.9), put(files / "imports/2026/09/c.csv", 0)]
    kept = [put(files / "brands" / "logo.png", 400), put(files / "d.txt", 400)]
    os.utime(old[1].parent, (0, 0))
    assert clear_old_files() == 2
    assert [file.exists() for file in (*old, *young, *kept)] == [False] * 2 + [True] * 4
    assert clear_old_files() == 0


def test_a_folder_that_stands_empty_goes_later(files: Path) -> None:
    folder = put(files / "imports/2026/08/b.csv", 40).parent
    clear_old_files()
    assert folder.exists()
    os.utime(folder, (0, 0))
    clear_old_files()
    assert not folder.exists()
    assert (files / "imports").exists()


def test_nothing_outside_is_followed(files: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = put(tmp_path_factory.mktemp("elsewhere") / "precious.txt", 400)
    (files / "exports").mkdir()
    (files / "exports" / "link").symlink_to(elsewhere.parent)
    assert clear_old_files() == 0
    assert elsewhere.exists()


def test_the_clock_clears_them(files: Path) -> None:
    old = put(files / "exports" / "a.xlsx", 4)
    (one,) = [each for each in ROUNDS if each.name == "files"]
    one.verb()
    assert not old.exists()
