"""A paper in both languages tells its data in both, each text once; in one it stays as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from admin_config.engine.labels.reading import labels_of
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.issuing import Wish, draw, issue_paper, issue_papers
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.reading import LANGUAGES, Unprintable, sheet_of
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.printing.trying import SAMPLE, tried
from admin_config.engine.spec import Label
from admin_config.models import IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.catalog.models import Sku, Unit
from erp.company.models import Company, Currency, PaymentTerms, TaxRate, TextBlock
from erp.company.queries.text_pairs import text_pairs
from erp.company.services.demo import load_demo_company
from erp.foundation.actor import SYSTEM
from erp.foundation.fixture import read_fixture
from erp.foundation.models import Language
from erp.sales.models import Quotation
from tests.admin_config.printing.papers import a_quotation, a_told_quotation, ready
from tests.admin_config.printing.reading_back import texts_of
from tests.admin_config.printing.test_shown import check, whole
from tests.factories.catalog import SkuFactory
from tests.factories.company import DeliveryWayFactory, PaymentTermsFactory, TextBlockFactory
from tests.factories.sales import QuotationFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SAID = Path(__file__).parent / "said"
LONG = "Precision spindle bearing with a very long designation, universal, lightly preloaded "
LONG_ZH = "精密主轴轴承配对使用轻预紧超长名称"


def sheet(paper: Quotation, language: str = "both", **values: Any) -> Sheet:
    """Return the paper as texts."""
    return sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language=language, **values)


def goods(paper: Quotation, language: str = "both", **values: Any) -> list[tuple[str, ...]]:
    """Return what stands in the column of the goods, line by line."""
    return [row.cells[1] for row in sheet(paper, language, **values).rows]


def put(record: Any, **values: Any) -> None:
    """Store values in a record."""
    with as_the_house():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def again(paper: Quotation) -> Quotation:
    """Return the paper as it stands in the database now."""
    return ready(QUOTATION_LAYOUT, paper)  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", [*LANGUAGES, "both"])
def test_a_paper_says_line_by_line_what_is_written_here(language: str) -> None:
    lines = (SAID / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    assert texts_of(pdf_of([sheet(a_told_quotation(), language)])) == lines
    check(sheet(again(Quotation.objects.get()), language))


def test_the_papers_own_language_stands_first() -> None:
    page = sheet(a_told_quotation(language="zh-hans"))
    facts = {fact.label: fact.value for fact in page.facts}
    assert facts["日期 Date"] == "2026年3月29日"
    assert facts["付款条件 Payment terms"] == "月结30天\n30 days net"
    assert facts["交货方式 Delivery way"] == "Courier"
    assert page.head is not None
    assert page.head.names == ("算盘贸易有限公司", "Abacus Trading Ltd")
    assert page.head.details[:3] == (
        "上海市算盘路1号",
        "1 Abacus Road, Shanghai",
        "电话 Phone +86 21 5555 0000",
    )
    assert page.head.bank[0].value == "中国银行\nBank of China"
    assert [row.cells[3] for row in page.rows] == [("个", "piece")] * 4
    assert page.in_words is not None
    assert page.in_words.value.startswith("人民币壹佰肆拾壹元贰角陆分 / Chinese yuan one hundred")


@pytest.mark.parametrize(
    ("wording", "name", "name_zh", "said"),
    [
        # the goods' own words: their name in the other language follows at once
        ("SKF Bearing", "Bearing", "轴承", ("SKF Bearing", "轴承", "B-6205")),
        ("SKF 轴承", "Bearing", "轴承", ("SKF 轴承", "Bearing", "B-6205")),
        ("Bearing", "Bearing", "轴承", ("Bearing", "轴承", "B-6205")),
        ("", "Bearing", "轴承", ("Bearing", "轴承", "B-6205")),
        # somebody's own words stay as they are, ours below them
        ("A-1", "Bearing", "轴承", ("A-1", "B-6205", "Bearing", "轴承")),
        # known in one language alone, or called the same in both
        ("A-1", "Bearing", "", ("A-1", "B-6205", "Bearing")),
        ("A-1", "SPZ 900", "SPZ 900", ("A-1", "B-6205", "SPZ 900")),
        ("SKF SPZ 900", "SPZ 900", "SPZ 900", ("SKF SPZ 900", "B-6205")),
        ("", "B-6205", "", ("B-6205",)),
        # words of the customer that happen to hold the name, or a part of one of his words
        ("Bearing pulley 7", "Bearing", "轴承", ("Bearing pulley 7", "B-6205", "Bearing", "轴承")),
        ("Bearingtran", "Bearing", "轴承", ("Bearingtran", "B-6205", "Bearing", "轴承")),
        ("同步带轮 8", "Belt", "同步带", ("同步带轮 8", "B-6205", "Belt", "同步带")),
        ("SOLENOID V", "V", "三角带", ("SOLENOID V", "三角带", "B-6205")),
        ("SOLENOID VALV", "V", "三角带", ("SOLENOID VALV", "B-6205", "V", "三角带")),
        # both names are told already, or only a part of another word looks like one
        ("轴承 Bearing", "Bearing", "轴承", ("轴承 Bearing", "B-6205")),
        ("Beltran 皮带", "Belt", "皮带", ("Beltran 皮带", "Belt", "B-6205")),
        # a name of blanks names nothing
        ("SKF Bearing ", " ", "轴承", ("SKF Bearing ", "B-6205", "轴承")),
        # the code stands also where it is the name
        ("Optibelt B-6205 set", "B-6205", "带", ("Optibelt B-6205 set", "B-6205", "带")),
        ("SKF B-6205", "B-6205", "带", ("SKF B-6205", "带", "B-6205")),
        # the one name holds the other
        ("SKF O-ring O形圈", "O-ring", "O-ring O形圈", ("SKF O-ring O形圈", "B-6205")),
    ],
)
def test_goods_are_told_in_both_languages_and_nothing_twice(
    wording: str, name: str, name_zh: str, said: tuple[str, ...]
) -> None:
    paper = a_told_quotation()
    put(Sku.objects.get(code="B-6205"), name=name, name_zh=name_zh)
    put(paper.lines.get(position=1), wording=wording)
    assert goods(again(paper))[0] == said


def test_what_the_settings_leave_out_below_the_goods_is_left_out_in_both() -> None:
    look = Look(parts={"below.sku__name": False, "below.sku__code": False})
    assert goods(a_told_quotation(), look=look) == [
        ("SKF 6205 Ball bearing", "球轴承"),
        ("客户图号 A-1", "blue"),
        ("Ball bearing", "球轴承"),
        ("V-belt SPZ 900",),
    ]


def test_a_free_line_without_goods_stays_as_it_was_typed() -> None:
    paper = a_told_quotation()
    put(paper.lines.get(position=2), sku=None, unit=None, note="")
    row = sheet(again(paper)).rows[1]
    assert (row.cells[1], row.cells[3]) == (("客户图号 A-1",), ("",))


# --- texts ---------------------------------------------------------------------------------------
def texts(paper: Quotation, language: str = "both", **values: Any) -> dict[str, str]:
    """Return the texts below the totals by their English labels."""
    found = sheet(paper, language, **values).texts
    return {fact.label.split()[0]: fact.value for fact in found}


def blocks(rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Store text blocks of quotations: kind, language, name, text."""
    for kind, language, name, text in rows:
        TextBlockFactory(kind=kind, language=language, name=name, text=text)


USUAL = [
    ("terms", "en", "Terms", "1. Net.\n2. Ex works."),
    ("terms", "zh-hans", "条款", "1. 净价。\n2. 出厂。"),
    ("remarks", "en", "Goods", "Only new goods."),
    ("remarks", "zh-hans", "Goods", "均为新品。"),
    ("remarks", "zh-hans", "A 备注", "另一段。"),
]


def test_texts_of_the_house_stand_in_both_one_below_the_other() -> None:
    blocks(USUAL)
    paper = a_told_quotation(terms="1. Net.\r\n2. Ex works.\r\n")
    assert texts(paper) == {
        "Remarks": "Only new goods.\n均为新品。",
        "Terms": "1. Net.\n2. Ex works.\n\n\n1. 净价。\n2. 出厂。",
    }
    assert texts(paper, "en")["Remarks"] == "Only new goods."
    chinese = a_told_quotation_in_chinese(paper, terms="1. 净价。\n2. 出厂。")
    assert texts(chinese)["条款"] == "1. 净价。\n2. 出厂。\n\n1. Net.\n2. Ex works."


def a_told_quotation_in_chinese(paper: Quotation, **values: str) -> Quotation:
    """Return the paper, now in Chinese."""
    put(Quotation.objects.get(pk=paper.pk), language="zh-hans", **values)
    return again(paper)


def test_a_text_that_somebody_changed_stands_as_he_wrote_it() -> None:
    blocks(USUAL)
    paper = a_told_quotation(terms="1. Net.\n2. Ex works Suzhou.", remarks="另一段。")
    assert texts(paper) == {"Remarks": "另一段。", "Terms": "1. Net.\n2. Ex works Suzhou."}


def test_standing_texts_of_the_settings_are_told_in_both() -> None:
    look = Look(texts={"terms": ("Net.", "净价。"), "opening": ("We offer:", "")})
    page = sheet(a_told_quotation(terms=""), look=look)
    assert (page.opening, page.texts[-1].value) == ("We offer:", "Net.\n净价。")
    typed = sheet(a_told_quotation_in_chinese(Quotation.objects.get(), terms="净价。"), look=look)
    assert typed.texts[-1].value == "净价。\nNet."


def test_which_texts_of_the_house_belong_together() -> None:
    blocks(USUAL)
    assert text_pairs(Quotation.paper) == [
        ("remarks", "Only new goods.", "均为新品。"),
        ("terms", "1. Net.\n2. Ex works.", "1. 净价。\n2. 出厂。"),
    ]
    blocks([("terms", "en", "Z", "Another."), ("terms", "zh-hans", "Z", "另一个。")])
    TextBlockFactory(kind="terms", language="zh-hans", name="Y", text="旧。", active=False)
    blocks([("terms", "en", "Y", "Old.")])
    for language in LANGUAGES:
        TextBlockFactory(kind="mail", language=language, name="Z", subject="Hello")
    # papers in Chinese begin with Z now, which has a namesake: what Terms says there nobody knows
    assert text_pairs(Quotation.paper) == [
        ("remarks", "Only new goods.", "均为新品。"),
        ("terms", "Another.", "另一个。"),
    ]


def test_the_only_texts_of_a_kind_belong_together_and_a_third_one_parts_them() -> None:
    blocks([("terms", "en", "A", "Prepaid."), ("terms", "zh-hans", "乙", "月结。")])
    assert text_pairs(Quotation.paper) == [("terms", "Prepaid.", "月结。")]
    blocks([("terms", "en", "B", "Net 30.")])
    assert text_pairs(Quotation.paper) == []
    assert texts(a_told_quotation(terms="Prepaid."))["Terms"] == "Prepaid."


def test_a_text_that_is_told_in_two_ways_is_told_in_none() -> None:
    blocks([("terms", "en", "A", "Net."), ("terms", "zh-hans", "A", "净价。")])
    blocks([("terms", "en", "B", "Net."), ("terms", "zh-hans", "B", "净。")])
    paper = a_told_quotation(terms="Net.")
    assert texts(paper)["Terms"] == "Net."
    assert texts(paper, "zh-hans")["条款"] == "Net."
    chinese = a_told_quotation_in_chinese(paper, terms="净。")
    assert texts(chinese)["条款"] == "净。\nNet."


def test_a_print_in_the_other_language_tells_remarks_and_terms_in_it() -> None:
    blocks(USUAL)
    paper = a_told_quotation(terms="1. Net.\r\n2. Ex works.\r\n")
    assert texts(paper, "zh-hans") == {"备注": "均为新品。", "条款": "1. 净价。\n2. 出厂。"}
    assert texts(paper, "en")["Terms"].strip() == "1. Net.\n2. Ex works."
    chinese = a_told_quotation_in_chinese(paper, terms="1. 净价。\n2. 出厂。", remarks="另一段。")
    assert texts(chinese, "en") == {"Remarks": "另一段。", "Terms": "1. Net.\n2. Ex works."}
    typed = a_told_quotation_in_chinese(paper, terms="1. Net.\n2. Ex works.")
    assert texts(typed, "en")["Terms"] == "1. Net.\n2. Ex works."
    look = Look(texts={"remarks": ("Here.", "此处。")})
    standing = a_told_quotation_in_chinese(paper, remarks="此处。")
    assert texts(standing, "en", look=look)["Remarks"] == "Here."


def test_a_text_that_is_the_same_in_both_stands_once() -> None:
    blocks([("terms", "en", "A", "EXW\n"), ("terms", "zh-hans", "A", "EXW")])
    assert texts(a_told_quotation(terms="EXW\r\n"))["Terms"].strip() == "EXW"


def test_texts_of_the_demo_belong_together_by_their_names() -> None:
    rows = [row for row in read_fixture("010_company.json")["texts"] if row["kind"] != "mail"]
    named = {(row["paper"], row["kind"], row["name"]) for row in rows}
    assert len(rows) == 2 * len(named) == 12
    load_demo_company(by=SYSTEM, today=dt.date(2026, 3, 29))
    blocks([("terms", "en", "A - prepayment", "Prepaid."), ("terms", "zh-hans", "月结", "月结。")])
    told = {pair[0]: pair[1:] for pair in text_pairs(Quotation.paper)}
    assert told["terms"][0].startswith("1. Prices are net, ex works Shenzhen")
    assert told["terms"][1].startswith("1. 价格为深圳出厂净价")


def test_a_text_of_the_demo_that_was_given_another_name_is_not_loaded_again() -> None:
    load_demo_company(by=SYSTEM, today=dt.date(2026, 3, 29))
    put(TextBlock.objects.get(paper="quotation", kind="terms", language="en"), name="Ours")
    with nothing_changes():
        load_demo_company(by=SYSTEM, today=dt.date(2026, 3, 29))


# --- what it costs, and what is missing ----------------------------------------------------------
def test_both_languages_ask_for_the_texts_once_and_one_language_never(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    papers = [a_quotation(2, terms="Net.", remarks="New."), a_quotation(2, terms="Net.")]
    wish = Wish(QUOTATION_LAYOUT, "both")
    assert len(wish.looks) == 0
    for number, queries in ((0, 1), (1, 0)):
        with django_assert_num_queries(queries):
            assert draw(papers[number], wish, by=SYSTEM).data
    own = papers[0].language
    with django_assert_num_queries(0):
        assert sheet(papers[0], own).texts
    other = next(language for language in LANGUAGES if language != own)
    with django_assert_num_queries(1):
        assert sheet(papers[0], other).texts
    alone = a_quotation(12)
    with django_assert_num_queries(2):
        assert len(sheet(again(alone)).rows) == 12


_NAMES = ("Ball bearing", "piece", "30 days net")


@pytest.mark.parametrize(
    ("model", "field", "place"),
    [
        (Sku, "name_zh", "line 1, Sku"),
        (Unit, "name_zh", "line 1, Unit"),
        (PaymentTerms, "name_zh", "Payment terms"),
    ],
)
def test_a_character_that_no_font_has_is_named_in_either_language(
    model: Any, field: str, place: str
) -> None:
    paper = a_told_quotation()
    put(model.objects.filter(name__in=_NAMES).get(), **{field: "轴承🚀"})
    assert sheet(again(paper), "en").rows
    with pytest.raises(Unprintable) as refusal:
        sheet(again(paper))
    assert (place, "🚀") in refusal.value.found


# --- pages ---------------------------------------------------------------------------------------
def a_long_one(lines: int) -> Quotation:
    """Return a quotation whose names, terms and addresses are long in both languages."""
    paper = a_quotation(
        lines,
        payment_terms=PaymentTermsFactory(name="30% " + "deposit " * 8, name_zh="预付定金" * 15),
        delivery_way=DeliveryWayFactory(name="Sea " * 15, name_zh="海运" * 30),
        line={"wording": ""},
    )
    for number, sku in enumerate(Sku.objects.all()):
        put(sku, name=f"{LONG[:70]} {number}", name_zh=f"{LONG_ZH * 4} {number}")
    long = {"name": "House of long names " * 3, "name_zh": "名称很长的公司" * 8}
    long |= {"address": "Long Road " * 15, "address_zh": "很长的路" * 40}
    long |= {"bank_name": "Bank " * 15, "bank_name_zh": "银行" * 30}
    put(Company.objects.get(), **long)
    put(Unit.objects.get(name="piece"), name_zh="很长的计量单位名称")
    put(Currency.objects.get(), name_zh="人民币")
    return again(paper)


@pytest.mark.parametrize("lines", [1, 12, 13, 40, 300])
def test_long_names_in_both_languages_wrap_apart_and_rows_stay_whole(lines: int) -> None:
    page = sheet(a_long_one(lines))
    codes = set(Sku.objects.values_list("code", flat=True))
    for one in pages_of(page, page.style):
        said = [text.text for text in one.texts()]
        rows = sum(text in codes for text in said)
        assert (said.count("piece"), whole(said).count("很长的计量单位名称")) == (rows, rows)
    told = whole(check(page))
    for row in page.rows[:10]:
        assert whole([row.cells[1][0]]) in told
        assert whole([row.cells[1][1]]) in told
    assert len(page.rows) == lines


@pytest.mark.parametrize(
    ("paper", "landscape"), [("a4", True), ("a5", False), ("a5", True), ("half", False)]
)
def test_every_size_holds_both_languages(paper: str, landscape: bool) -> None:
    check(sheet(a_long_one(13), look=Look(paper=paper, landscape=landscape)))


HOSTILE = "<b>&{{7*7}}%s</b> \u202eabc\u202c \x07" + "W" * 40


def test_hostile_texts_in_both_languages_are_printed_as_they_are() -> None:
    paper = a_told_quotation(remarks=HOSTILE * 3)
    put(Sku.objects.get(code="B-6205"), name=HOSTILE[:60], name_zh=HOSTILE[:60] + "轴承")
    told = whole(check(sheet(again(paper))))
    assert "<b>&{{7*7}}%s</b>abc" in told
    assert "\u202e" not in told


# --- where it is asked for -----------------------------------------------------------------------
def test_a_made_up_paper_shows_both_languages() -> None:
    company = a_told_quotation().company
    texts = texts_of(
        tried(QUOTATION_LAYOUT, Look(), company, key=SAMPLE, language="both", by=SYSTEM)
    )
    assert {"Sample: Sku", "示例：SKU"} <= set(texts)


def test_a_mark_across_the_pages_is_told_in_both() -> None:
    from django.utils.translation import pgettext_lazy

    mark = pgettext_lazy("paper", "Draft")
    assert sheet(a_told_quotation(), mark=mark).mark == "Draft 草稿"
    assert sheet(again(Quotation.objects.get()), "zh-hans", mark=mark).mark == "草稿"


def test_what_left_the_house_in_both_languages_is_kept_as_it_was(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MEDIA_ROOT = tmp_path
    paper = a_told_quotation()
    then = issue_paper(SCREEN, paper, Wish(QUOTATION_LAYOUT, "both"), by=SYSTEM)
    put(Sku.objects.get(code="B-6205"), name_zh="变了")
    kept = IssuedPaper.objects.get()
    assert (kept.language, issued_bytes(kept)) == ("both", then)
    with issue_papers(
        SCREEN, Quotation.objects.all(), Wish(QUOTATION_LAYOUT, "both"), by=SYSTEM
    ) as file:
        assert "变了" in texts_of(file.read())
    assert "球轴承" in texts_of(then)
    call_command("verify_issued")
    assert "2" in capsys.readouterr().out


def test_labels_in_both_languages_tell_dates_and_equal_texts_once() -> None:
    sku = SkuFactory(code="B-1", name="Belt", name_zh="", launched_on=dt.date(2026, 3, 29))
    label = Label("x", "X", rows=("code", "name", "launched_on", "active"), code="code")
    both = labels_of(label, [(sku, 1)], by=SYSTEM, languages=LANGUAGES)
    assert both[0].rows == ("B-1", "Belt", "29 March 2026", "yes", "是")
    one = labels_of(label, [(sku, 1)], by=SYSTEM, languages=("zh-hans",))
    assert one[0].rows == ("B-1", "Belt", "2026年3月29日", "是")


def test_languages_are_those_that_papers_have() -> None:
    assert set(LANGUAGES) == set(Language.values)
    assert QuotationFactory().language in LANGUAGES


def test_long_names_of_taxes_are_broken_and_nothing_of_them_is_lost() -> None:
    paper = a_told_quotation()
    name, name_zh = (
        "Value added tax at a reduced rate for medical goods and their parts 13%",
        "税" * 60,
    )
    put(TaxRate.objects.get(name="VAT 13%"), name=name, name_zh=name_zh)
    for size in ("a4", "a5"):
        told = whole(check(sheet(again(paper), look=Look(paper=size))))
        assert (whole([name]) in told, name_zh in told) == (True, True)


def test_bank_details_stay_beside_their_labels_at_the_end_of_a_page() -> None:
    paper = a_told_quotation(remarks="x\n" * 20)
    put(paper.company, bank_name="Bank " * 18, bank_name_zh="银行" * 45)
    for lines in range(20, 34):
        put(Quotation.objects.get(), remarks="x\n" * lines)
        page = sheet(again(paper))
        check(page)
        placed = [[text.text for text in one.texts()] for one in pages_of(page, page.style)]
        labels = [n for n, said in enumerate(placed) if "Bank account 银行账号" in said]
        assert labels == [n for n, said in enumerate(placed) if "4000 0212" in said]
        assert labels == [n for n, said in enumerate(placed) if "Bank details 银行账户" in said]
