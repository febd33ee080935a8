"""A quotation in print: what its file says, who may have it, what is kept of it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from admin_config.engine.printing.issuing import Wish, issue_paper, put_together
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.reading import Unprintable, ready_to_print, sheet_of
from admin_config.engine.spec.printing import PrintColumn
from admin_config.models import IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.language.writing import as_the_house, newest_operation

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def quotation(sales: User) -> Quotation:
    paper = QuotationFactory(owner=sales, language="zh-hans", remarks="First.\n第二。")
    for price in (10, 1234):
        QuotationLineFactory(quotation=paper, unit_price=Decimal(price), wording="客户的轴承")
    return Quotation.objects.get()


def texts_in(data: bytes) -> str:
    """Return what a PDF says."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_file_says_what_the_paper_says(quotation: Quotation) -> None:
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM)
    data = issue_paper(SCREEN, paper, Wish(QUOTATION_LAYOUT), by=SYSTEM)
    said = "".join(texts_in(data).split())
    wanted = [sheet.title, sheet.number, *sheet.addressee, "客户的轴承", "2,488.00", "2,811.44"]
    wanted += [text for row in sheet.rows for cell in row.cells for text in cell]
    wanted += [total.value for total in sheet.totals]
    assert sheet.in_words is not None
    wanted += [sheet.in_words.value, "First.", "第二。"]
    assert [text for text in wanted if "".join(text.split()) not in said] == []
    assert sheet.in_words.value.endswith("贰仟捌佰壹拾壹元肆角肆分")
    fonts = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in fonts.values():
        assert "/FontFile2" in font.get_object()["/FontDescriptor"]


@pytest.mark.parametrize(
    ("language", "title", "date"),
    [("en", "Quotation", "20"), ("zh-hans", "报价单", "年"), ("both", "报价单 Quotation", "年")],
)
def test_one_declaration_prints_in_either_language_or_both(
    quotation: Quotation, language: str, title: str, date: str
) -> None:
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language=language)
    assert sheet.title == title
    assert date in sheet.facts[0].value


def test_reading_asks_twice_however_many_lines(
    quotation: Quotation, django_assert_num_queries: Callable[[int], object]
) -> None:
    for lines in (2, 12):
        while quotation.lines.count() < lines:
            QuotationLineFactory(quotation=quotation)
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
            sheet = sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM)
        assert len(sheet.rows) == lines


def test_a_download_is_kept_logged_and_fetched_again(
    quotation: Quotation, sales: User, sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    client = sign_in(sales)
    address = f"/sales/quotation/{quotation.pk}/print/"
    before = Operation.objects.count()
    assert client.get(address).status_code == 200
    looked = client.get(f"{address}preview.pdf?language=en")
    assert (looked.status_code, looked.content[:5]) == (200, b"%PDF-")
    assert "Draft" in texts_in(looked.content)
    assert (Operation.objects.count(), IssuedPaper.objects.count()) == (before, 0)
    answer = client.post(address, {"language": "en"})
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{quotation.number}.pdf"'
    kept = IssuedPaper.objects.get()
    assert (kept.digest, kept.size, kept.draft, kept.language) == (
        hashlib.sha256(answer.content).hexdigest(),
        len(answer.content),
        True,
        "en",
    )
    done = newest_operation()
    assert (done.kind, done.actor_id) == (OperationKind.PRINT, sales.pk)
    assert quotation.number in done.told()
    with as_the_house():
        quotation.remarks = "changed since"
        quotation.save()
    again = client.get(f"{address}{kept.pk}.pdf")
    assert again.content == answer.content
    (tmp_path / kept.file.name).write_bytes(b"%PDF-altered")
    assert client.get(f"{address}{kept.pk}.pdf").status_code == 302
    with pytest.raises(Refusal):
        issued_bytes(kept)


def test_who_may_not_print_is_offered_nothing_and_refused(
    quotation: Quotation, other_sales: User, storekeeper: User, sign_in: SignIn
) -> None:
    for who in (other_sales, storekeeper):
        client = sign_in(who)
        for page in ("", "preview.pdf"):
            found = client.get(f"/sales/quotation/{quotation.pk}/print/{page}")
            assert found.status_code in {302, 403, 404}
            assert not found.content.startswith(b"%PDF")
        assert client.post(f"/sales/quotation/{quotation.pk}/print/").status_code in {302, 403, 404}
    assert IssuedPaper.objects.count() == 0
    with pytest.raises(Refusal):
        issue_paper(SCREEN, quotation, Wish(QUOTATION_LAYOUT), by=Actor.person(other_sales))


def test_what_no_font_has_is_named_at_its_place(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    line = quotation.lines.first()
    with as_the_house():
        line.note = "bearing 😀"
        line.save()
        quotation.remarks = "for 𠮷野"
        quotation.save()
    paper = ready_to_print(QUOTATION_LAYOUT, Quotation.objects.all()).get()
    with pytest.raises(Unprintable) as caught:
        sheet_of(QUOTATION_LAYOUT, paper, by=SYSTEM, language="en")
    assert sorted(caught.value.found) == [("Remarks", "𠮷"), ("line 1, Note", "😀")]
    client = sign_in(sales)
    address = f"/sales/quotation/{quotation.pk}/print/"
    for answer in (client.get(address), client.post(address)):
        assert "😀" in answer.content.decode()
    assert client.get(f"{address}preview.pdf").status_code == 422
    assert IssuedPaper.objects.count() == 0


def test_a_layout_prints_nothing_that_its_reader_may_not_see(
    quotation: Quotation, sales: User, manager: User
) -> None:
    with operation(OperationKind.CHANGE, by=SYSTEM):
        customer = quotation.customer
        customer.credit_limit = Decimal(7_654_321)
        customer.save()
    limit = "customer__credit_limit"
    assert QUOTATION_LAYOUT.addressee is not None
    assert QUOTATION_LAYOUT.lines is not None
    names = PrintColumn("sku__name", below=("cost",), otherwise="sku__average_cost")
    layout = replace(
        QUOTATION_LAYOUT,
        addressee=replace(QUOTATION_LAYOUT.addressee, rows=(limit,)),
        facts=(limit, "issued_on"),
        lines=replace(
            QUOTATION_LAYOUT.lines, columns=(names, PrintColumn("sku__reference_cost")), carried=""
        ),
    )
    shown = sheet_of(layout, quotation, by=Actor.person(manager))
    hidden = sheet_of(layout, quotation, by=Actor.person(sales))
    assert shown.addressee == (shown.facts[0].value,)
    assert shown.addressee[0].replace(",", "") == "7654321"
    assert (hidden.addressee, len(hidden.facts), len(hidden.columns)) == ((), 1, 1)
    assert (len(shown.facts), len(shown.columns)) == (2, 2)
    assert all(len(row.cells[0]) == 1 for row in hidden.rows)


def test_a_selection_is_one_pdf_or_a_zip_and_each_paper_is_kept(
    quotation: Quotation, sales: User, sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    other = QuotationFactory(owner=sales, language="en")
    QuotationLineFactory(quotation=other)
    client = sign_in(sales)
    chosen = {"action": "print_selected", "_selected_action": [quotation.pk, other.pk]}
    asked = client.post("/sales/quotation/", chosen)
    assert b'value="zip"' in asked.content
    one = client.post("/sales/quotation/", {**chosen, "as": "pdf"})
    said = texts_in(one.getvalue())
    assert (quotation.number in said, other.number in said) == (True, True)
    packed = client.post("/sales/quotation/", {**chosen, "as": "zip"})
    names = zipfile.ZipFile(io.BytesIO(packed.getvalue())).namelist()
    assert sorted(names) == sorted([f"{quotation.number}.pdf", f"{other.number}.pdf"])
    assert IssuedPaper.objects.count() == 4
    assert newest_operation().kind == OperationKind.PRINT


def test_no_two_files_of_a_zip_are_called_the_same() -> None:
    out = io.BytesIO()
    names = ["a", "a-2", "a", "A", "a"]
    put_together(((name, name.encode()) for name in names), out, packed=True)
    packed = zipfile.ZipFile(out).namelist()
    assert packed == ["a.pdf", "a-2.pdf", "a-3.pdf", "A-4.pdf", "a-5.pdf"]


def test_a_second_click_hands_out_the_same_bytes_and_files_nothing_more(
    quotation: Quotation, sales: User, sign_in: SignIn, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    client = sign_in(sales)
    address = f"/sales/quotation/{quotation.pk}/print/"
    assert b'name="_form_token"' in client.get(address).content
    form = {"language": "en", "_form_token": "c" * 32}
    first = client.post(address, form).content
    kept = issued_bytes(IssuedPaper.objects.get())
    again = client.post(address, form).content
    assert first == again == kept
    chosen = {"action": "print_selected", "_selected_action": [quotation.pk], **form}
    files = [
        client.post("/sales/quotation/", {**chosen, "as": "zip", "_form_token": "d" * 32})
        for _click in range(2)
    ]
    packed = [zipfile.ZipFile(io.BytesIO(answer.getvalue())) for answer in files]
    names = [file.namelist() for file in packed]
    assert names[0] == names[1]
    assert packed[0].read(names[0][0]) == packed[1].read(names[0][0])
    assert IssuedPaper.objects.count() == 2
    with as_the_house():
        quotation.remarks = "changed since"
        quotation.save()
    client.post(address, form)
    assert IssuedPaper.objects.count() == 3
