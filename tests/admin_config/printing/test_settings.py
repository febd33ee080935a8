"""What people set about print: on papers, in the preview beside the form, never on old papers."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from admin_config.engine.history.words import Words
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.issuing import Wish, issue_paper, sheet_to_issue
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.reading import ready_to_print
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.printing.style import Style
from admin_config.models import FormDraft, IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.company.models import Company, PrintSetting
from erp.foundation.actor import SYSTEM
from erp.foundation.models import Operation
from erp.sales.models import Quotation
from erp.sales.models.quotation import QuotationStatus
from erp.staff.models import User
from tests.factories.company import CompanyFactory
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.factories.staff import RoleFactory, UserFactory
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def quotation(sales: User) -> Quotation:
    """Return a quotation in Chinese that says nothing itself below its totals."""
    with as_the_house():
        paper = QuotationFactory(owner=sales, language="zh-hans", remarks="", terms="")
        for _number in range(3):
            QuotationLineFactory(quotation=paper, lead_time="30 days", note="blue")
    return Quotation.objects.get()


def picture(mode: str = "RGBA", kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a picture as a file has it."""
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 120)[: len(mode)]).save(out, kind)
    return out.getvalue()


def set_print(**values: Any) -> PrintSetting:
    """Store how quotations of the one company are printed."""
    with as_the_house():
        setting = PrintSetting(company=Company.objects.get(), layout="quotation", **values)
        setting.full_clean()
        setting.save()
    return setting


def sheet(language: str = "", *, final: bool = False) -> Sheet:
    """Return the quotation as it is printed now, or would be if it were final."""
    layout = replace(QUOTATION_LAYOUT, draft=None) if final else QUOTATION_LAYOUT
    paper = ready_to_print(layout, Quotation.objects.all()).get()
    return sheet_to_issue(paper, Wish(layout, language), by=SYSTEM)


def said(data: bytes) -> str:
    """Return what a PDF says, without blanks."""
    pages = PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def typed(**values: str) -> dict[str, str]:
    """Return the form of a new setting as it is sent."""
    company = str(Company.objects.get().pk)
    return {"layout": "quotation", "company": company, "parts_shown": "1"} | values


def all_parts(*without: str) -> list[str]:
    """Return the ticks of the quotation but for some."""
    from erp.company.printed import optional_parts

    known = [part for part in optional_parts()["quotation"] if part.on]
    return [f"quotation|{part.name}" for part in known if part.name not in without]


def test_without_a_setting_the_declaration_speaks(quotation: Quotation) -> None:
    plain = sheet()
    assert (plain.style.paper, plain.style.accent, plain.language) == ("a4", "#1c5d49", "zh-hans")
    assert (plain.opening, plain.closing, plain.foot, plain.texts) == ("", "", "", ())
    assert [column.label for column in plain.columns][3] == "计量单位"


def test_what_is_set_stands_on_the_paper(quotation: Quotation) -> None:
    set_print(
        paper="letter",
        landscape=True,
        accent="#aa2200",
        language="both",
        parts="-column.lead_time +column.tax_rate -bank -fact.owner__name -below.note",
        opening="We offer:",
        opening_zh="现报价如下：",
        terms="Net prices.",
        terms_zh="净价。",
        foot="Registered here.",
    )
    page = sheet()
    assert (page.style.width, page.style.height, page.style.accent) == (792.0, 612.0, "#aa2200")
    assert (page.language, page.title) == ("both", "报价单 Quotation")
    labels = " ".join(column.label for column in page.columns)
    assert ("交货期" in labels, "税率" in labels) == (False, True)
    assert page.opening == "现报价如下：\nWe offer:"
    assert [text.value for text in page.texts] == ["净价。\nNet prices."]
    assert page.foot == "Registered here."
    assert page.head is not None
    assert page.head.bank == ()
    assert not any("blue" in text for row in page.rows for cell in row.cells for text in cell)
    assert sheet("en").opening == "We offer:"
    words = said(pdf_of([page]))
    assert [
        each
        for each in ("现报价如下", "Weoffer:", "净价。", "Registeredhere.")
        if each not in words
    ] == []
    box = PdfReader(io.BytesIO(pdf_of([page]))).pages[0].mediabox
    assert (float(box.width), float(box.height)) == (792.0, 612.0)


def test_the_papers_own_words_go_before_those_of_the_settings(quotation: Quotation) -> None:
    set_print(terms="Ours.", terms_zh="我们的。", remarks_zh="备注。")
    with as_the_house():
        quotation.terms = "Its own."
        quotation.save()
    assert [text.value for text in sheet().texts] == ["备注。", "Its own."]


def test_each_company_has_its_own_look(quotation: Quotation) -> None:
    set_print(accent="#aa2200")
    with as_the_house():
        other = CompanyFactory(accent="#113355")
        quotation.company = other
        quotation.save()
    assert sheet().style.accent == "#113355"


def test_settings_cost_one_statement(
    quotation: Quotation, django_assert_num_queries: Callable[[int], Any]
) -> None:
    set_print(terms="Net.")
    wish = Wish(QUOTATION_LAYOUT)
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    with django_assert_num_queries(1):
        sheet_to_issue(paper, wish, by=SYSTEM)
    with django_assert_num_queries(0):
        sheet_to_issue(paper, wish, by=SYSTEM)


def test_a_later_setting_changes_no_issued_paper(quotation: Quotation) -> None:
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    first = issue_paper(SCREEN, paper, Wish(QUOTATION_LAYOUT), by=SYSTEM)
    kept = IssuedPaper.objects.get()
    set_print(paper="a5", terms_zh="后来的条款")
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    second = issue_paper(SCREEN, paper, Wish(QUOTATION_LAYOUT), by=SYSTEM)
    assert issued_bytes(kept) == first
    assert ("后来的条款" in said(first), "后来的条款" in said(second)) == (False, True)


def test_the_preview_shows_what_is_typed_and_keeps_nothing(
    quotation: Quotation, manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    page = client.get("/company/printsetting/add/")
    assert "data-preview" in page.content.decode()
    before = (Operation.objects.count(), IssuedPaper.objects.count(), FormDraft.objects.count())
    with nothing_changes():
        told = client.post(
            "/company/printsetting/add/drawn/", typed(terms_zh="试一试", _preview_check="1")
        ).json()
        drawn = client.post(
            "/company/printsetting/add/drawn/",
            typed(terms_zh="试一试", paper="a5") | {"parts": all_parts("in_words")},  # type: ignore[dict-item]
        )
    assert told["errors"] == {}
    assert [key for key, _name in told["picks"][0]["options"]] == [str(quotation.pk), "sample"]
    assert drawn["X-Frame-Options"] == "SAMEORIGIN"
    words = said(drawn.content)
    assert ("试一试" in words, "金额大写" in words, "预览" in words) == (True, False, True)
    assert float(PdfReader(io.BytesIO(drawn.content)).pages[0].mediabox.width) < 430
    after = (Operation.objects.count(), IssuedPaper.objects.count(), FormDraft.objects.count())
    assert after == before


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"accent": "#12345"}, "accent", "#1c5d49"),
        ({"accent": "#ffff00"}, "accent", "too light"),
        ({"terms": "very 😀 good"}, "terms", "😀"),
        ({"foot_zh": "𠮷"}, "foot_zh", "𠮷"),
        ({"layout": "nothing"}, "layout", "nothing"),
        ({"paper": "a0"}, "paper", "a0"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    quotation: Quotation,
    manager: User,
    sign_in: SignIn,
    values: dict[str, str],
    field: str,
    words: str,
) -> None:
    client = sign_in(manager)
    told = client.post("/company/printsetting/add/drawn/", typed(**values, _preview_check="1"))
    assert (told.status_code, list(told.json()["errors"])) == (200, [field])
    assert words in told.json()["errors"][field][0]
    drawn = client.post("/company/printsetting/add/drawn/", typed(**values))
    assert (drawn.status_code, drawn["Content-Type"]) == (422, "application/json")
    saved = client.post("/company/printsetting/add/", typed(**values))
    assert (saved.status_code, PrintSetting.objects.count()) == (200, 0)


def test_a_made_up_paper_is_shown_where_there_is_none(manager: User, sign_in: SignIn) -> None:
    with as_the_house():
        CompanyFactory(name="Abacus Ltd", name_zh="算盘")
    drawn = sign_in(manager).post(
        "/company/printsetting/add/drawn/", typed(language="en", opening="We offer:")
    )
    words = said(drawn.content)
    assert [
        each for each in ("Sample", "AbacusLtd", "Weoffer:", "Quotation") if each not in words
    ] == []


def test_who_may_not_change_it_sees_no_setting_and_no_preview(
    quotation: Quotation, sales: User, finance: User, auditor: User, sign_in: SignIn
) -> None:
    setting = set_print(terms="Net.")
    for who in (sales, finance, auditor):
        client = sign_in(who)
        for address in ("add/drawn/", f"{setting.pk}/drawn/"):
            answer = client.post(f"/company/printsetting/{address}", typed())
            assert answer.status_code in {302, 403, 404}
            assert not answer.content.startswith(b"%PDF")
    assert client.get("/company/printsetting/add/drawn/").status_code == 405


def test_the_preview_shows_no_paper_that_its_reader_may_not_print(
    quotation: Quotation, system: User, sign_in: SignIn
) -> None:
    """A person with the right to set print alone sees the made-up paper instead."""
    rights = Permission.objects.filter(codename__in=("add_printsetting", "view_printsetting"))
    with as_the_house():
        designer = UserFactory(groups=[RoleFactory(permissions=rights)])
    drawn = sign_in(designer).post(
        "/company/printsetting/add/drawn/", typed(_pick_paper=str(quotation.pk), language="en")
    )
    assert (quotation.number in said(drawn.content), "Sample" in said(drawn.content)) == (
        False,
        True,
    )


def test_a_letterhead_is_seen_before_it_is_saved(
    quotation: Quotation, system: User, sign_in: SignIn
) -> None:
    company = Company.objects.get()
    address = f"/company/company/{company.pk}/drawn/"
    values = {
        name: str(value)
        for name, value in company.values().items()
        if value is not None and name not in {"logo", "stamp"}
    }
    values |= {"base_currency": str(company.base_currency_id), "accent": "#0d4f5c"}
    logo = SimpleUploadedFile("logo.png", picture(), "image/png")
    client = sign_in(system)
    with nothing_changes():
        drawn = client.post(address, {**values, "logo": logo, "address_zh": "新地址"})
    assert "新地址" in said(drawn.content)
    images = PdfReader(io.BytesIO(drawn.content)).pages[0].images
    assert [image.image.size for image in images] == [(60, 40)]  # type: ignore[union-attr]
    assert Company.objects.get().logo.name == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("logo.png", b"no picture", "PNG, JPEG, GIF or WebP"),
        ("logo.jpg", picture("RGB", "JPEG", (300, 300))[:-300], "read"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_told_at_its_field(
    quotation: Quotation, system: User, sign_in: SignIn, name: str, content: bytes, words: str
) -> None:
    company = Company.objects.get()
    values = {
        "name": company.name,
        "base_currency": str(company.base_currency_id),
        "language": "en",
        "time_zone": "Asia/Shanghai",
        "validity_reseller": "7",
        "validity_end_user": "30",
        "_preview_check": "1",
        "logo": SimpleUploadedFile(name, content),
    }
    told = sign_in(system).post(f"/company/company/{company.pk}/drawn/", values).json()
    assert list(told["errors"]) == ["logo"]
    assert words in told["errors"]["logo"][0]


def test_a_letterhead_that_no_font_has_is_refused_at_its_field(
    quotation: Quotation, system: User, sign_in: SignIn
) -> None:
    client, address = sign_in(system), f"/company/company/{Company.objects.get().pk}/change/"
    form = next(each for each in Page(client.get(address)).forms if "bank_name_zh" in each.names)
    with nothing_changes():
        answer = client.post(address, form.sent(bank_name_zh="中国🏦"))
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["bank_name_zh"]
    assert "🏦" in errors["bank_name_zh"][0]
    assert client.post(address, form.sent(bank_name_zh="中国银行")).status_code == 302


def test_a_letterhead_of_before_hinders_no_other_change(quotation: Quotation) -> None:
    company = Company.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE company_company SET address = %s", ["Road 🛣"])
    company.refresh_from_db()
    with as_the_house():
        company.phone = "+86 21"
        company.save()
    company.fax = "📠"
    with as_the_house(), pytest.raises(ValidationError) as refusal:
        company.save()
    assert list(refusal.value.message_dict) == ["fax"]
    with as_the_house(), pytest.raises(ValidationError):
        CompanyFactory(name="House 🏠")
    assert Company.objects.get().fax == ""


def test_a_service_stores_no_picture_that_is_none_or_too_large(settings: object) -> None:
    settings.IMAGE_PIXEL_LIMIT = 1000  # type: ignore[attr-defined]
    company = CompanyFactory.build()
    for content in (b"no picture", picture()):
        company.stamp = ContentFile(content, name="stamp.png")
        with pytest.raises(ValidationError) as caught:
            company.clean_fields(exclude=["base_currency"])
        assert list(caught.value.error_dict) == ["stamp"]


def test_stamps_stay_transparent_and_a_broken_picture_breaks_no_paper(quotation: Quotation) -> None:
    with as_the_house():
        company = Company.objects.get()
        company.stamp = ContentFile(picture("RGBA"), name="stamp.png")
        company.logo = ContentFile(picture("RGB", "JPEG", (4000, 3000)), name="logo.jpg")
        company.save()
    data = pdf_of([sheet(final=True)])
    objects = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]
    found = [each.get_object() for each in objects.values()]
    assert sorted("/SMask" in each for each in found) == [False, True]
    assert max(each["/Width"] for each in found) <= 460
    Path(company.logo.path).write_bytes(b"gone bad")
    assert "报价单" in said(pdf_of([sheet(final=True)]))


def test_ticks_are_kept_as_what_differs_and_told_in_words(
    quotation: Quotation, manager: User, sign_in: SignIn
) -> None:
    ticks = [*all_parts("bank", "column.discount"), "quotation|column.tax_rate"]
    answer = sign_in(manager).post("/company/printsetting/add/", {**typed(), "parts": ticks})
    assert answer.status_code == 302
    setting = PrintSetting.objects.get()
    assert setting.parts == "-bank -column.discount +column.tax_rate"
    words = Words().say(PrintSetting, "parts", setting.parts)
    assert words == "without Bank details, Discount %; with Tax rate"
    setting.parts = "-bank -nothing"
    with pytest.raises(ValidationError) as caught:
        setting.full_clean()
    assert "-nothing" in str(caught.value)


def test_a_preview_of_a_draft_shows_the_stamp_which_the_draft_itself_never_carries(
    quotation: Quotation, manager: User, sign_in: SignIn
) -> None:
    assert quotation.status == QuotationStatus.DRAFT
    with as_the_house():
        company = Company.objects.get()
        company.stamp = ContentFile(picture(), name="stamp.png")
        company.save()
    page = sheet()
    assert page.head is not None
    assert page.head.stamp == ""
    drawn = sign_in(manager).post(
        "/company/printsetting/add/drawn/", {**typed(), "parts": all_parts()}
    )
    assert len(PdfReader(io.BytesIO(drawn.content)).pages[0].images) == 1


def test_a_colour_that_none_can_draw_gives_way_to_the_next_one(quotation: Quotation) -> None:
    with as_the_house():
        company = Company.objects.get()
        PrintSetting(company=company, layout="quotation", accent="#zzzzzz").save()
        company.accent = "#123456"
        company.save()
    assert sheet().style.accent == "#123456"
    with as_the_house():
        company.accent = "#red"
        company.save()
    page = sheet()
    assert page.style.accent == Style().accent
    assert pdf_of([page]).startswith(b"%PDF-")
