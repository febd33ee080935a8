"""Hostile contents: they print, or are named at their field; no page and no worker breaks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.list_sheet import printable
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.reading import Unprintable, sheet_of
from admin_config.engine.printing.sheet import Column, Fact, Head, Row, Sheet, Total
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import SYSTEM
from erp.staff.models import User
from tests.admin_config.printing.papers import a_quotation, ready
from tests.admin_config.printing.reading_back import texts_of
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
MARKUP = "<b>bold</b> & <script>alert(1)</script> {{ 7*7 }} %s %(x)s \\n ${jndi:x} ]]> (Tj) ET"
WORD = "Überlangeswort" * 715
#: A text, and what of it no font of ours has; nothing where it prints.
CORPUS = {
    "markup": (MARKUP, ""),
    "controls": ("a\x01b\x08c\x1b[31md\x7fe\x85f", ""),
    "10,000 letters": (WORD[:10_000], ""),
    "10,000 characters": ("字" * 10_000, ""),
    "blanks": ("\t \u00a0\u2003\u3000 x \u200b\u200d\ufeff", ""),
    "empty lines": ("\r\n\r\n\n\nx\n\n\r", ""),
    "direction": ("abc \u202edcba\u202c \u2066x\u2069", ""),
    "right to left": ("שלום עולם", "שלוםע"),
    "arabic": ("مرحبا", "مرحبا"),
    "emoji": ("good 😀👍🏽 bearing", "😀👍🏽"),
    "joined emoji": ("👩‍🔧", "👩🔧"),
    "rare": ("喆 镕 堃 㐂", ""),
    "rarer": ("𠮷野家", "𠮷"),
    "private": ("x\ue000y", "\ue000"),
    "combining": ("e\u0301 Z\u0351\u0352", ""),
    "numbers": ("٣٤ ½ ² ① Ⅷ ㎜ ℃ Ø ± ≤ μ", "٣٤"),
}


def shown(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


@pytest.mark.django_db
@pytest.mark.parametrize("name", CORPUS)
def test_every_text_prints_or_is_named_at_its_field(name: str) -> None:
    text = CORPUS[name][0]
    paper = a_quotation(2, line={"note": text[:200]})
    paper.remarks = text
    lost = missing_in(cleaned(text))
    if lost:
        with pytest.raises(Unprintable) as caught:
            sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language="en")
        places = ("Remarks", "line 1, Note", "line 2, Note")
        assert dict(caught.value.found) == dict.fromkeys(places, lost)
        return
    data = pdf_of([sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language="en")])
    told = "".join(map(shown, texts_of(data)))
    assert told.count(shown(cleaned(text[:200]))) >= 2
    assert _runs(cleaned(text), told)


def _runs(text: str, told: str) -> bool:
    """Tell whether a text stands there, as far as no head of a new page comes between."""
    wanted = shown(text)
    parts = [wanted[place : place + 40] for place in range(0, len(wanted), 40)]
    return sum(part in told for part in parts) >= len(parts) * 0.9


@pytest.mark.parametrize("name", CORPUS)
def test_what_the_font_lacks_is_known(name: str) -> None:
    text, lost = CORPUS[name]
    assert set(lost) <= set(missing_in(cleaned(text)))
    if not lost:
        assert missing_in(cleaned(text)).strip("\u0301\u0351\u0352") == ""


def a_sheet(text: str) -> Sheet:
    """Return a paper on which a text stands wherever data can; labels are a layout's own words."""
    label = " ".join(text[:30].split())
    return Sheet(
        title=text,
        number=text,
        head=Head((text, text), (text,), (Fact(label, text),)),
        addressee_label=text,
        addressee=(text, text),
        facts=(Fact(label, text),) * 2,
        opening=text,
        closing=text,
        foot=text,
        columns=(Column(text), Column(text, share=1), Column(text, right=True, carries=True)),
        rows=(Row(((text,), (text, text), (text,)), Decimal(1)),) * 3,
        totals=(Total(text, "1.00"), Total(text, "999,999,999.00", main=True)),
        in_words=Fact(label, text),
        texts=(Fact(text, text),),
        signatures=(text, text),
        mark=text[:40],
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=120) | st.text(st.sampled_from("字W 。“(\n"), max_size=400))
@example("0000000 ĄĄĄĜĜĬĬǝǝ")
@example("long number " * 30)
def test_no_text_leaves_the_page_or_breaks_the_file(text: str) -> None:
    sheet = a_sheet(printable(cleaned(text)))
    for page in pages_of(sheet, sheet.style):
        for item in page.texts():
            left, top, right, bottom = item.box()
            assert right - left <= sheet.style.width
            assert (left >= 0, right <= sheet.style.width) == (True, True)
            assert (top >= 0, bottom <= sheet.style.height) == (True, True)
    assert pdf_of([sheet]).endswith(b"%%EOF\n")


@pytest.mark.parametrize("text", [WORD[:10_000], "字" * 10_000, "a " * 5_000, "\n" * 3_000])
def test_ten_thousand_characters_take_pages_and_not_minutes(text: str) -> None:
    sheet = Sheet(title="x", number="1", texts=(Fact("Remarks", text),))
    assert len(pages_of(sheet, sheet.style)) > 1
    narrow = Sheet(
        title="x", number="1", columns=(Column("A"), Column("B")), rows=(Row(((text,), ("1",))),)
    )
    pages = pages_of(narrow, narrow.style)
    said = "".join(shown(item.text) for page in pages for item in page.texts())
    assert len(said) >= len(shown(text))


@pytest.mark.django_db
def test_the_worker_goes_on_after_what_it_could_not_print(sales: User, sign_in: SignIn) -> None:
    paper = a_quotation(1, owner=sales)
    with as_the_house():
        paper.remarks = CORPUS["emoji"][0]
        paper.save()
    client = sign_in(sales)
    address = f"/sales/quotation/{paper.pk}/print/"
    refused = client.post(address)
    assert refused.status_code == 422
    assert "😀" in refused.content.decode()
    with as_the_house():
        paper.remarks = MARKUP
        paper.save()
    answer = client.post(address, {"language": "en"})
    assert answer["Content-Type"] == "application/pdf"
    read = "".join(map(shown, texts_of(b"".join(answer))))
    assert shown(MARKUP) in read
    assert ready(QUOTATION_LAYOUT, paper).remarks == MARKUP
