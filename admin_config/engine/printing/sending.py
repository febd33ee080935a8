"""Send papers by mail: a mail for each reader through the outbox, the paper kept as it went."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from admin_config.engine.printing.issuing import Wish, draw, facts_of, is_draft, void_told
from admin_config.engine.printing.keeping import Drawn, digest_of_all, file_name, issued_row
from admin_config.engine.printing.reading import LANGUAGES, Unprintable
from admin_config.engine.spec import Screen
from admin_config.engine.spec.mailing import Mailing, MailText
from admin_config.models import IssuedPaper, Way
from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import RunningOperation, run
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.services.mail import Attached, try_mail_again, write_mail
from erp.foundation.telling import about_many, about_record
from erp.foundation.verbs import name_verb

#: A paper goes to at most so many readers at once.
MOST_READERS = 20
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_APART = re.compile(r"[\s,;，；]+")
#: As long as a mail address can be.
_LONGEST_ADDRESS = 254
#: Under this verb the log tells that papers were sent.
SENT = "send_paper"
name_verb(SENT, gettext_lazy("sent by mail"))


@dataclass(frozen=True)
class Message:
    """A mail as somebody wants it sent."""

    to: tuple[str, ...]
    subject: str
    body: str
    #: How the attached PDF is called.
    attachment: str
    reply_to: str = ""


@dataclass
class Sent:
    """How sending a selection ended: which papers went, which were left and why."""

    gone: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def mailing_of(wish: Wish) -> Mailing:
    """Return how papers of a layout go by mail; refused for those that do not."""
    if wish.layout.mailing is None:
        raise Refusal(_("Papers of this kind are not sent by mail."), code="mailing")
    return wish.layout.mailing


def mail_language(paper: Any, wish: Wish) -> str:
    """Return in which language a mail is written: the paper's as printed, of two its own."""
    own = str(getattr(paper, wish.layout.language, "") or LANGUAGES[0])
    printed = wish.language or wish.look_of(paper).language
    return printed if printed in LANGUAGES else own


def text_for(paper: Any, wish: Wish, name: str = "") -> MailText:
    """Return subject and text of a mail, filled in: the named text, or the usual one."""
    mailing, language = mailing_of(wish), mail_language(paper, wish)
    with override(language):
        words = mailing.words(paper)
        found = {each.name: each for each in mailing.texts(language)}
        usual = MailText("", "{paper} {number}", _("Please find our paper attached."))
        chosen = found.get(name) or next(iter(found.values()), usual)
        fill: Callable[[str], str] = partial(
            _PLACEHOLDER.sub, lambda place: words.get(place[1], place[0])
        )
        return MailText(chosen.name, fill(chosen.subject), fill(chosen.text))


def attachment_name(paper: Any, wish: Wish) -> str:
    """Return how the PDF is called unless somebody says otherwise."""
    with override(mail_language(paper, wish)):
        title = str(wish.layout.title)
    return f"{title} {file_name(str(getattr(paper, wish.layout.number)))}.pdf"


def addresses_in(text: str) -> list[str]:
    """Return typed addresses, each once; refused with those that cannot be one."""
    found = list(each_once(_APART.split(text)))
    wrong = [each for each in found if not _is_address(each)]
    if wrong:
        message = _("This is no address: %(addresses)s.") % {"addresses": ", ".join(wrong)}
        raise Refusal({"more": message})
    return found


def each_once(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return addresses in their order, each once in whichever letter case; empty ones fall out."""
    found: dict[str, str] = {}
    for address in filter(None, addresses):
        found.setdefault(address.casefold(), address)
    return tuple(found.values())


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST_ADDRESS


def check_goes_out(paper: Any, wish: Wish) -> None:
    """Refuse a paper that holds no longer, or may not go out yet unless its layout lets drafts."""
    void = str(void_told(paper, wish.layout))
    if void:
        message = _("This paper holds no longer, it is not sent: %(state)s.")
        raise Refusal(message % {"state": void}, code="void")
    if is_draft(paper, wish.layout) and not mailing_of(wish).drafts:
        raise Refusal(_("A draft is not sent: let it be approved first."), code="draft")


def send_paper(
    screen: Screen,
    paper: Any,
    wish: Wish,
    message: Message,
    *,
    by: Actor,
    form_token: str | None = None,
) -> list[IssuedPaper]:
    """Send one paper: a mail to each address, each with an outcome of its own.

    Kept as it went, once for each reader. Drafts are refused; ``Unprintable`` when the font lacks
    characters. The same form sent twice raises ``AlreadyDone``.
    """
    check_goes_out(paper, wish)
    drawn = draw(paper, wish, by=by)

    def work(running: RunningOperation) -> list[IssuedPaper]:
        running.row.be_about(about_record(type(paper), paper))
        kept = post(drawn, message, done=running.stored(), screen=screen, wish=wish, by=by)
        running.row.details = {
            **running.row.details,
            "to": list(message.to),
            "digest": digest_of_all({each.digest for each in kept}),
        }
        return kept

    facts = {"verb": SENT, "form_token": form_token, "details": facts_of(screen, wish)}
    return run(work, OperationKind.MAIL, by=by, **facts)


def post(
    drawn: Drawn, message: Message, *, done: Operation, screen: Screen, wish: Wish, by: Actor
) -> list[IssuedPaper]:
    """Write a mail to each reader within the running transaction, and file what goes along."""
    first = issued_row(drawn, done=done, screen=screen, layout=wish.layout, language=wish.language)
    kept = []
    for address in message.to:
        mail = write_mail(
            to=address,
            subject=message.subject,
            body=message.body,
            by=by,
            reply_to=message.reply_to,
            attached=[Attached(message.attachment, "application/pdf", stored=first.file.name)],
        )
        facts = {
            column.attname: getattr(first, column.attname)
            for column in IssuedPaper._meta.concrete_fields
            if not column.primary_key
        }
        facts |= {"way": Way.MAIL, "recipient": address, "mail_id": mail.pk}
        kept.append(IssuedPaper(**facts))
    IssuedPaper.objects.bulk_create(kept)
    return kept


def own_message(paper: Any, wish: Wish, *, copy_to: str = "", reply_to: str = "") -> Message:
    """Return the mail to a paper's own reader, in its own words; refused without an address."""
    reader = mailing_of(wish).reader(paper)
    if not reader.address:
        raise Refusal(_("Nobody has a mail address there."), code="address")
    text = text_for(paper, wish)
    return Message(
        to=each_once((reader.address, copy_to)),
        subject=subject_line(text.subject),
        body=text.text,
        attachment=attachment_name(paper, wish),
        reply_to=reply_to,
    )


def subject_line(text: str) -> str:
    """Return a subject as a mail can carry it: one line, of bounded length."""
    return " ".join(text.split())[:250]


def ready_to_send(
    papers: Iterable[Any], wish: Wish, *, by: Actor, copy_to: str = "", reply_to: str = ""
) -> Iterator[tuple[Any, Drawn, Message] | tuple[Any, str]]:
    """Draw each paper and write its mail to its own reader; of what cannot go, say why.

    Nothing is stored yet, so a paper goes whole or not at all.
    """
    for paper in papers:
        try:
            check_goes_out(paper, wish)
            message = own_message(paper, wish, copy_to=copy_to, reply_to=reply_to)
            yield paper, draw(paper, wish, by=by), message
        except Unprintable as error:
            yield paper, error.told()
        except ValidationError as refusal:
            yield paper, " ".join(refusal.messages)


def send_papers(
    screen: Screen,
    papers: Iterable[Any],
    wish: Wish,
    *,
    by: Actor,
    form_token: str | None = None,
    **addresses: str,
) -> Sent:
    """Send each paper to its own reader, all under one act in the log; what cannot go is named."""
    outcome, ready = parted(ready_to_send(papers, wish, by=by, **addresses))
    if not ready:
        return outcome

    def work(running: RunningOperation) -> None:
        running.row.be_about(about_many(screen.model, len(ready)))
        kept = [
            issued
            for drawn, message in ready
            for issued in post(
                drawn, message, done=running.stored(), screen=screen, wish=wish, by=by
            )
        ]
        running.row.details = {
            **running.row.details,
            "papers": len(ready),
            "left": len(outcome.left),
            "digest": digest_of_all({each.digest for each in kept}),
        }

    facts = {"verb": SENT, "form_token": form_token, "details": facts_of(screen, wish)}
    run(work, OperationKind.MAIL, by=by, **facts)
    return outcome


def parted(found: Iterable[Any]) -> tuple[Sent, list[tuple[Drawn, Message]]]:
    """Return the outcome once all that is ready is sent, and what is ready."""
    outcome, ready = Sent(), []
    for paper, *more in found:
        if isinstance(more[0], str):
            outcome.left.append((str(paper), more[0]))
        else:
            ready.append((more[0], more[1]))
    outcome.gone = len(ready)
    return outcome, ready


def obstacles(papers: Iterable[Any], wish: Wish) -> tuple[int, Sequence[tuple[str, str]]]:
    """Return how many papers can go, and those that cannot with the reason, before sending."""
    fit, left = 0, []
    for paper in papers:
        try:
            check_goes_out(paper, wish)
            if not mailing_of(wish).reader(paper).address:
                raise Refusal(_("Nobody has a mail address there."), code="address")
        except ValidationError as refusal:
            left.append((str(paper), " ".join(refusal.messages)))
        else:
            fit += 1
    return fit, left


def send_again(issued: IssuedPaper, paper: Any, *, by: Actor) -> None:
    """Try a mail again that failed or waits, for whoever may print its paper."""
    check_may(by, "print", paper)
    if issued.mail is None:
        raise Refusal(_("This paper was not sent by mail."), code="mail")

    def work(running: RunningOperation) -> None:
        running.stored()
        running.row.be_about(about_record(type(paper), paper))
        try_mail_again(issued.mail, by=by)  # type: ignore[arg-type] # asked above

    run(work, OperationKind.MAIL, by=by, verb="send_mail_again")
