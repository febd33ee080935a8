"""A paper sent by mail: to whom, in which words, once, and what is told of it afterwards."""

from __future__ import annotations

import email
import smtplib
from collections.abc import Callable
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils.translation import gettext, override

from admin_config.engine.printing.issuing import Wish, sheet_to_issue
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.sending import own_message
from admin_config.models import IssuedPaper, Way
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.company.models import PrintSetting, TextBlock
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import MailState, OperationKind, OutboxMail
from erp.foundation.refusal import Refusal
from erp.sales.models import Quotation
from erp.sales.services.quotation import cancel_quotation
from erp.staff.models import User
from tests.admin_config.printing.going_out import quotation_of, texts_in
from tests.admin_config.printing.papers import ready
from tests.admin_config.printing.test_settings import picture
from tests.factories import ContactFactory
from tests.language.jobs import work_off
from tests.language.page import Page
from tests.language.writing import as_the_house, newest_operation

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TOKEN = "a" * 32


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def quotation(sales: User) -> Quotation:
    return quotation_of(sales)


def typed(**more: Any) -> dict[str, Any]:
    return {
        "send": "1",
        "_form_token": TOKEN,
        "to": ["ye@customer.example"],
        "subject": "Our quotation",
        "body": "Please find it attached.",
        "attachment": "Quotation.pdf",
        **more,
    }


def address_of(quotation: Quotation, page: str = "send") -> str:
    return f"/sales/quotation/{quotation.pk}/{page}/"


def test_a_mail_begins_with_the_words_of_its_language_filled_in(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    with as_the_house():
        TextBlock(
            name="By mail",
            paper="quotation",
            kind="mail",
            language="en",
            subject="{company}: quotation {number}",
            text="{greeting}\nplease find {number} over {total} attached.\n{sender}",
        ).save()
        TextBlock(
            name="邮件",
            paper="quotation",
            kind="mail",
            language="zh-hans",
            subject="报价单 {number}",
            text="{greeting}请查收。",
        ).save()
    client = sign_in(sales)
    form = client.get(address_of(quotation)).context["form"]
    assert form.initial["subject"] == f"{quotation.company.name}: quotation {quotation.number}"
    assert form.initial["body"].split("\n")[0] == "Dear Mr Ye Lei,"
    total = f"{quotation.currency.code} 22.60"
    assert f"please find {quotation.number} over {total} attached." in form.initial["body"]
    assert form.initial["body"].endswith(sales.name)
    assert form.initial["to"] == ["ye@customer.example"]
    asked = {"show": "1", "language": "zh-hans", "more": "a@b.example", "to": []}
    chinese = client.post(address_of(quotation), asked).context["form"]
    assert chinese.initial["subject"] == f"报价单 {quotation.number}"
    with override("zh-hans"):
        greeting = gettext("Dear %(person)s,") % {"person": "Ye Lei先生"}
    assert chinese.initial["body"] == f"{greeting}请查收。"
    assert (chinese.initial["more"], chinese.initial["to"]) == ("a@b.example", [])
    assert OutboxMail.objects.count() == 0


def shown_on(answer: Any) -> dict[str, Any]:
    """Return what a browser posts of a page that nobody changed."""
    form, wish = answer.context["form"], answer.context["wish"]
    return {
        "_form_token": answer.context["form_token"],
        "shown_layout": wish.layout.name,
        "shown_language": wish.language,
        "shown_text": form.found.name,
        "language": wish.language,
        **{name: form[name].value() for name in ("to", "subject", "body", "attachment")},
    }


def test_showing_another_language_keeps_the_words_that_were_typed(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    page = client.get(address_of(quotation))
    for name in ("shown_layout", "shown_language", "shown_text"):
        assert f'name="{name}"' in page.content.decode()
    posted = {**shown_on(page), "show": "1", "language": "zh-hans", "body": "My own\r\nwords."}
    form = client.post(address_of(quotation), posted).context["form"]
    assert form.initial["body"] == "My own\nwords."
    assert form.initial["attachment"] == f"报价单 {quotation.number}.pdf"
    assert quotation.number in form.initial["subject"]
    assert form.initial["subject"] != posted["subject"]
    emptied = client.post(address_of(quotation), {**posted, "body": " "}).context["form"]
    assert emptied.initial["body"].strip()


def test_a_paper_that_nobody_looked_at_is_shown_before_it_goes(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    posted = {**shown_on(client.get(address_of(quotation))), "send": "1", "body": "Mine."}
    other = client.post(address_of(quotation), {**posted, "language": "zh-hans"})
    assert "Look at it, then send it." in Page(other).words
    assert other.context["form"].initial["body"] == "Mine."
    assert OutboxMail.objects.count() == 0
    sent = client.post(address_of(quotation), {**shown_on(other), "send": "1"})
    assert sent.status_code == 302
    assert IssuedPaper.objects.get().language == "zh-hans"
    assert OutboxMail.objects.get().body == "Mine."


@pytest.mark.parametrize(
    ("chosen", "asked", "title"),
    [
        ("en", "", "Quotation"),
        ("both", "", "报价单"),
        ("", "", "报价单"),
        ("en", "zh-hans", "报价单"),
        ("en", "both", "报价单"),
    ],
)
def test_the_mail_speaks_the_language_that_its_paper_is_printed_in(
    sales: User, sign_in: SignIn, chosen: str, asked: str, title: str
) -> None:
    quotation = quotation_of(sales, language="zh-hans")
    with as_the_house():
        PrintSetting(company=quotation.company, layout="quotation", language=chosen).save()
    form = sign_in(sales).get(f"{address_of(quotation)}?language={asked}").context["form"]
    assert form.initial["attachment"] == f"{title} {quotation.number}.pdf"


def test_contacts_of_the_customer_are_offered_and_nobody_else(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    ContactFactory(party=quotation.customer, name="Wang", email="wang@customer.example")
    ContactFactory(party=quotation.customer, name="Without address")
    ContactFactory(name="Of another", email="stranger@elsewhere.example")
    form = sign_in(sales).get(address_of(quotation)).context["form"]
    offered = [address for address, _label in form.fields["to"].choices]
    assert offered == ["ye@customer.example", "wang@customer.example"]


def test_each_reader_gets_a_mail_with_the_very_file_that_is_kept(
    quotation: Quotation, sales: User, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    posted = typed(more="Second@reader.example, ye@customer.example", copy="on")
    answer = sign_in(sales).post(address_of(quotation), posted)
    assert (answer.status_code, answer["Location"]) == (302, address_of(quotation, "print"))
    assert work_off()
    readers = ["ye@customer.example", "Second@reader.example", sales.email]
    assert [message.to for message in mailoutbox] == [[reader] for reader in readers]
    kept = list(IssuedPaper.objects.order_by("pk"))
    assert [each.recipient for each in kept] == readers
    assert {(each.way, each.draft, each.issued_by_id) for each in kept} == {
        (Way.MAIL, False, sales.pk)
    }
    assert len({each.file.name for each in kept}) == 1
    data = issued_bytes(kept[0])
    for message in mailoutbox:
        parsed = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
        attachment = next(parsed.iter_attachments())
        assert attachment.get_filename() == "Quotation.pdf"
        assert attachment.get_content() == data
        assert parsed["Reply-To"] == sales.email
    assert quotation.number in texts_in(data)
    assert "Draft" not in texts_in(data)
    done = newest_operation()
    assert (done.kind, done.verb, done.actor_id) == (OperationKind.MAIL, "send_paper", sales.pk)
    assert done.details["to"] == readers
    assert quotation.number in done.told()


def test_an_address_in_other_letters_is_the_same_reader(
    quotation: Quotation, sales: User, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    customer = quotation.customer
    ContactFactory(party=customer, name="Also Ye", email="Ye@Customer.example")
    client = sign_in(sales)
    offered = client.get(address_of(quotation)).context["form"].fields["to"].choices
    assert offered == [("ye@customer.example", "Ye Lei <ye@customer.example>")]
    more = f"YE@customer.example, a@b.example A@B.example {sales.email.upper()}"
    client.post(address_of(quotation), typed(more=more, copy="on"))
    work_off()
    sent = [message.to[0] for message in mailoutbox]
    assert sent == ["ye@customer.example", "a@b.example", sales.email.upper()]
    wish = Wish(QUOTATION_LAYOUT)
    own = own_message(quotation, wish, copy_to="YE@customer.example")
    assert own.to == ("ye@customer.example",)


def test_a_papers_own_reader_comes_first_though_others_are_known_before(
    sales: User, sign_in: SignIn
) -> None:
    quotation = quotation_of(sales, "ye@customer.example")
    ContactFactory(
        party=quotation.customer, name="An", email="an@customer.example", is_default=True
    )
    form = sign_in(sales).get(address_of(quotation)).context["form"]
    assert form.initial["to"] == ["ye@customer.example"]
    assert [address for address, _label in form.fields["to"].choices] == [
        "ye@customer.example",
        "an@customer.example",
    ]


def test_a_double_click_makes_one_mail(quotation: Quotation, sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    for _click in range(2):
        client.post(address_of(quotation), typed())
    assert (OutboxMail.objects.count(), IssuedPaper.objects.count()) == (1, 1)
    client.post(address_of(quotation), typed(_form_token="b" * 32))
    assert OutboxMail.objects.count() == 2


def test_who_goes_back_and_writes_another_mail_sends_it_as_well(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    client.post(address_of(quotation), typed())
    client.post(address_of(quotation), typed(to=[], more="other@customer.example"))
    assert {mail.to for mail in OutboxMail.objects.all()} == {
        "ye@customer.example",
        "other@customer.example",
    }
    other = quotation_of(sales, "wang@other.example")
    for paper in (quotation, quotation, other):
        chosen = {"action": "send_selected", "_selected_action": [paper.pk]}
        client.post("/sales/quotation/", {**chosen, "send": "1", "_form_token": "b" * 32})
    assert OutboxMail.objects.count() == 4


def test_a_draft_is_not_sent_and_the_page_says_so(sales: User, sign_in: SignIn) -> None:
    quotation = quotation_of(sales, approved=False)
    client = sign_in(sales)
    asked, refused = client.get(address_of(quotation)), client.post(address_of(quotation), typed())
    for answer in (asked, refused):
        assert "A draft is not sent: let it be approved first" in Page(answer).words
    assert (OutboxMail.objects.count(), IssuedPaper.objects.count()) == (0, 0)


def test_what_was_cancelled_says_so_across_its_pages_and_is_not_sent(
    quotation: Quotation, sales: User, sign_in: SignIn
) -> None:
    never_approved = quotation_of(sales, "li@third.example", approved=False)
    client = sign_in(sales)
    for paper, draft in ((quotation, False), (never_approved, True)):
        cancel_quotation(paper, by=Actor.person(sales), reason="Not wanted any more")
        printed = client.post(address_of(paper, "print"), {"language": "en"})
        assert "Cancelled" in texts_in(printed.content)
        assert "已取消" in texts_in(
            client.post(address_of(paper, "print"), {"language": "zh-hans"}).content
        )
        assert {kept.draft for kept in IssuedPaper.objects.filter(record=paper.pk)} == {draft}
        asked, refused = client.get(address_of(paper)), client.post(address_of(paper), typed())
        for answer in (asked, refused):
            assert "it is not sent: Cancelled" in Page(answer).words
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "across"),
    [
        ("approved", ""),
        ("won", ""),
        ("lost", "Lost"),
        ("expired", "Expired"),
        ("cancelled", "Cancelled"),
        ("superseded", "Superseded"),
    ],
)
def test_only_a_paper_that_holds_is_clean_and_bears_the_stamp(
    quotation: Quotation, status: str, across: str
) -> None:
    with as_the_house():
        quotation.company.stamp = ContentFile(picture(), name="stamp.png")
        quotation.company.save()
    paper = ready(QUOTATION_LAYOUT, quotation)
    paper.status = status
    sheet = sheet_to_issue(paper, Wish(QUOTATION_LAYOUT), by=SYSTEM)
    assert sheet.head is not None
    assert (sheet.mark, bool(sheet.head.stamp)) == (across, not across)
    paper.status, paper.approved_at = "approved", None
    assert sheet_to_issue(paper, Wish(QUOTATION_LAYOUT), by=SYSTEM).mark == "Draft"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"more": "ye@, ok@there.example"}, "more", "ye@"),
        ({"to": []}, "to", "Choose somebody"),
        ({"to": ["stranger@elsewhere.example"]}, "to", "stranger@elsewhere.example"),
        ({"subject": " "}, "subject", "required"),
        ({"more": " ".join(f"a{n}@b.example" for n in range(21))}, "more", "At most 20"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_typed_is_lost(
    quotation: Quotation,
    sales: User,
    sign_in: SignIn,
    wrong: dict[str, Any],
    field: str,
    said: str,
) -> None:
    posted = typed(body="Words that must not be lost.", **wrong)
    answer = sign_in(sales).post(address_of(quotation), posted)
    assert answer.status_code == 422
    assert any(said in error for error in answer.context["form"].errors[field])
    assert "Words that must not be lost." in answer.content.decode()
    assert OutboxMail.objects.count() == 0


def test_an_attachment_cannot_leave_its_folder_or_bring_headers(
    quotation: Quotation, sales: User, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    posted = typed(attachment="../../etc/pass wd", subject="One\r\nBcc: x@y.example")
    sign_in(sales).post(address_of(quotation), posted)
    work_off()
    assert mailoutbox[0].subject == "One Bcc: x@y.example"
    assert mailoutbox[0].attachments[0][0] == "..-..-etc-pass wd.pdf"
    assert mailoutbox[0].recipients() == ["ye@customer.example"]


def test_who_may_not_print_may_not_send(
    quotation: Quotation, other_sales: User, storekeeper: User, sign_in: SignIn
) -> None:
    for who in (other_sales, storekeeper):
        client = sign_in(who)
        for answer in (client.get(address_of(quotation)), client.post(address_of(quotation))):
            assert answer.status_code in {302, 403, 404}
    assert OutboxMail.objects.count() == 0


class RefusingServer(BaseEmailBackend):
    """A mail server that knows nobody."""

    def send_messages(self, messages: Any) -> int:
        """Refuse every reader for good."""
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


def test_the_paper_tells_how_each_mail_ended_and_a_failed_one_is_sent_again(
    quotation: Quotation, sales: User, sign_in: SignIn, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
    client = sign_in(sales)
    client.post(address_of(quotation), typed())
    told = Page(client.get(address_of(quotation, "print"))).words
    assert "to ye@customer.example, on its way" in told
    assert "Send again" not in told
    work_off()
    failed = "to ye@customer.example, failed: 550 no such user"
    assert failed in Page(client.get(address_of(quotation, "print"))).words
    assert failed in Page(client.get(address_of(quotation, "history"))).words.replace(
        "To ye", "to ye"
    )
    assert "Send again" in Page(client.get(address_of(quotation, "print"))).words
    kept = IssuedPaper.objects.get()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(f"{address_of(quotation)}{kept.pk}/")
    work_off()
    assert OutboxMail.objects.get().state == MailState.SENT
    assert len(mailoutbox) == 1
    told = Page(client.get(address_of(quotation, "print"))).words
    assert "sent to ye@customer.example on" in told
    panel = Page(client.get(f"{address_of(quotation, 'print')}issued/")).words
    assert "sent to ye@customer.example on" in panel
    assert IssuedPaper.objects.count() == 1


def test_a_selection_goes_to_each_papers_own_contact_and_the_rest_is_named(
    quotation: Quotation, sales: User, sign_in: SignIn, mailoutbox: list[Any]
) -> None:
    chinese = quotation_of(sales, "wang@other.example", language="zh-hans")
    nobody = quotation_of(sales, "")
    draft = quotation_of(sales, "li@third.example", approved=False)
    client = sign_in(sales)
    keys = [each.pk for each in (quotation, chinese, nobody, draft)]
    chosen = {"action": "send_selected", "_selected_action": keys}
    asked = client.post("/sales/quotation/", chosen)
    assert (asked.context["fit"], len(asked.context["left"])) == (2, 2)
    said = Page(asked).words
    assert nobody.number in said
    assert draft.number in said
    for _click in range(2):
        answer = client.post(
            "/sales/quotation/", {**chosen, "send": "1", "_form_token": TOKEN}, follow=True
        )
    assert "they were not sent twice" in Page(answer).words
    work_off()
    assert sorted(message.to[0] for message in mailoutbox) == [
        "wang@other.example",
        "ye@customer.example",
    ]
    names = {message.to[0]: message.attachments[0][0] for message in mailoutbox}
    assert names["wang@other.example"] == f"报价单 {chinese.number}.pdf"
    assert IssuedPaper.objects.count() == 2
    done = newest_operation()
    assert (done.details["papers"], done.details["left"]) == (2, 2)


def test_a_placeholder_that_no_paper_knows_is_told_at_its_field() -> None:
    text = TextBlock(
        name="x",
        paper="quotation",
        kind="mail",
        language="en",
        subject="{nmber}",
        text="{total} {b}",
    )
    with pytest.raises(Refusal) as caught:
        text.clean()
    assert sorted(caught.value.message_dict) == ["subject", "text"]
    assert "{nmber}" in caught.value.message_dict["subject"][0]
    assert "{number}" in caught.value.message_dict["subject"][0]
    TextBlock(name="x", paper="quotation", kind="terms", language="en", text="{b}").clean()


def test_every_placeholder_that_staff_may_use_is_filled_in(quotation: Quotation) -> None:
    from admin_config.screens.sales.quotation_mailing import QUOTATION_MAILING
    from erp.company.rules.text_block import MAIL_WORDS

    assert sorted(QUOTATION_MAILING.words(quotation)) == sorted(MAIL_WORDS)
