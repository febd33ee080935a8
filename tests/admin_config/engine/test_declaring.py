"""A word that the language lacks is told in one line with file, word and the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from admin_config.engine.declaring import WrongDeclaration, declared_menu

HEAD = '''"""A menu."""
from admin_config.engine.spec import MenuSection, Screen, Section
from tests.toy.models import Toy

'''


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('Screen(Toy, colums=("name",))', "Screen has no word 'colums'. Did you mean 'columns'?"),
        ('Section("x", field=("name",))', "Section has no word 'field'. Did you mean 'fields'?"),
        ('Screen("toy.Toy")', "Screen wants a model, not 'toy.Toy'"),
        ("Screen()", "Screen missing 1 required positional argument: 'model'"),
    ],
)
def test_file_line_word_and_the_nearest_right_one_are_named(
    line: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wrong_menu.py").write_text(f"{HEAD}SCREEN = {line}\nMENU = ()\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WrongDeclaration) as refused:
        declared_menu("wrong_menu.MENU")
    assert str(refused.value) == f"console.E036 {tmp_path}/wrong_menu.py:5: {told}"


def test_any_other_error_of_a_file_is_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_menu.py").write_text("MENU = len(5)\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TypeError, match="has no len"):
        declared_menu("broken_menu.MENU")
