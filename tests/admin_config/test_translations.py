"""The Chinese catalogue is whole, in step with the code, and its compiled file is what it says."""

from __future__ import annotations

from io import StringIO

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override

from admin_config.engine.translating import catalogue
from admin_config.engine.translating.extract import foreign_messages, own_messages


def test_nothing_is_missing_fuzzy_or_out_of_step() -> None:
    call_command("translations", "check")


def test_every_string_of_the_project_is_in_the_catalogue() -> None:
    stored = catalogue.stored()
    missing = {m.text for m in own_messages() if stored.get(m.text, m.context) is None}
    assert missing == set()


def test_strings_of_libraries_without_chinese_are_covered() -> None:
    from_libraries = {message.place.split("/")[0] for message in foreign_messages()}
    assert from_libraries == {"unfold", "auditlog", "django_otp"}
    with override("zh-hans"):
        assert gettext("No results found") != "No results found"


def test_chinese_has_one_form_and_english_two() -> None:
    one, many = "%(count)s record", "%(count)s records"
    with override("en"):
        assert [ngettext(one, many, n) for n in (0, 1, 2)] == [many, one, many]
    with override("zh-hans"):
        forms = {ngettext(one, many, n) for n in (0, 1, 2)}
    assert len(forms) == 1
    assert not forms & {one, many}


@pytest.mark.parametrize(
    ("text", "chinese", "flaw"),
    [
        ("Save", "", "not translated"),
        ("%(count)s left", "还剩 %(number)s", "placeholders differ"),
        ("{name} is here", "在这里", "placeholders differ"),
        ("Save", "保存 ", "outer blanks"),
        ("%(count)s left", "还剩 %(count)s", None),
        ("%(a)s and %(b)s", "%(b)s 和 %(a)s", None),
    ],
)
def test_a_flaw_is_found_by_name(text: str, chinese: str, flaw: str | None) -> None:
    held = Catalog(locale="zh_Hans")
    held.add(text, chinese)
    expected = [(text, flaw)] if flaw else []
    assert list(catalogue.flaws(held)) == expected


def test_a_string_that_nobody_translated_fails_the_check(
    tmp_path: object, settings: object
) -> None:
    settings.LOCALE_PATHS = [str(tmp_path)]  # type: ignore[attr-defined]
    call_command("translations", "update", stdout=StringIO())
    with pytest.raises(CommandError, match="not translated: 'Undo'"):
        call_command("translations", "check")


def test_updating_keeps_what_people_translated(tmp_path: object, settings: object) -> None:
    first = catalogue.stored()
    settings.LOCALE_PATHS = [str(tmp_path)]  # type: ignore[attr-defined]
    catalogue.folder().mkdir(parents=True)
    catalogue.po_file().write_bytes(catalogue.po_bytes(first))
    call_command("translations", "update", stdout=StringIO())
    call_command("translations", "check")
    assert catalogue.po_bytes(catalogue.stored()) == catalogue.po_bytes(first)
