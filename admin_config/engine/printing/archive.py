"""What left the house, told beside its record and on a page of its own, and fetched again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.navigation import record_address
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.selection import pdf_answer
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.models import IssuedPaper
from erp.foundation.actor import Actor
from erp.foundation.models import MailState, OutboxMail
from erp.foundation.rights import Reach, may, reach

#: What is shown beside a record; the archive lists all of it.
SHOWN = 50
_TONES = {MailState.SENT: "ch-good", MailState.FAILED: "ch-bad", MailState.WAITING: "ch-warn"}


@dataclass(frozen=True)
class Told:
    """One paper that left the house, as a page tells it."""

    paper: IssuedPaper
    #: Where its file is fetched again.
    file: str
    #: Its page in the archive; empty for who may not look it up.
    archive: str = ""
    #: Where its mail is tried again; empty where that is over or not the reader's to do.
    again: str = ""
    outcome: str = ""
    tone: str = ""


def issued_told(admin: Any, record: Any, *, by: Actor) -> list[Told]:
    """Return what left the house of a record, newest first, with where each is fetched."""
    return [
        Told(
            paper=row,
            file=admin._print_address("issued", record.pk, row.pk),
            archive=archive_address(row) if may(by, "view", row) else "",
            again=admin._print_address("send_again", record.pk, row.pk)
            if row.mail is not None and _may_go_again(row.mail)
            else "",
            outcome=outcome_told(row),
            tone=_TONES.get(MailState(row.mail.state), "") if row.mail else "",
        )
        for row in _rows_of(admin, record).select_related("operation", "mail")[:SHOWN]
    ]


def issued_more(admin: Any, record: Any) -> int:
    """Return how many papers left the house of a record before those that are shown."""
    return max(_rows_of(admin, record).count() - SHOWN, 0)


def _rows_of(admin: Any, record: Any) -> QuerySet[IssuedPaper]:
    return IssuedPaper.objects.filter(screen=admin.screen.label, record=str(record.pk))


def _may_go_again(mail: OutboxMail) -> bool:
    """Tell whether it did not arrive, as far as the house knows, and nobody hands it over."""
    return mail.state == MailState.FAILED or (
        mail.state == MailState.WAITING and bool(mail.last_error)
    )


def outcome_told(row: IssuedPaper) -> str:
    """Return how it left the house in one line: downloaded, sent to whom and when, or why not."""
    if row.mail is None:
        return str(row.get_way_display())
    facts = {"reader": row.recipient, "error": row.mail.last_error}
    if row.mail.state == MailState.SENT:
        return _("sent to %(reader)s on %(moment)s") % {
            **facts,
            "moment": _moment(row.mail.sent_at),
        }
    if row.mail.state == MailState.FAILED:
        return _("to %(reader)s, failed: %(error)s") % facts
    if row.mail.last_error:
        return _("to %(reader)s, is tried again: %(error)s") % facts
    return _("to %(reader)s, on its way") % facts


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def archive_address(row: IssuedPaper) -> str:
    """Return the page of an issued paper in the archive."""
    return reverse("console:console_issuedpaper_change", args=(row.pk,))


def record_of(row: IssuedPaper) -> tuple[Screen | None, Any]:
    """Return the screen of an issued paper and its record, where they are still there."""
    screen = registry.find(row.screen)
    if screen is None:
        return None, None
    try:
        return screen, screen.model._default_manager.filter(pk=row.record).first()
    except (ValueError, ValidationError):
        return screen, None


def may_fetch(row: IssuedPaper, actor: Actor) -> bool:
    """Tell whether somebody gets the file: who may print its record, or looks after the archive.

    The archive's keepers read all of it and may look up records of that kind, gone ones included.
    """
    screen, record = record_of(row)
    if screen is None:
        return reach(actor, "view", IssuedPaper) == Reach.ALL
    try:
        if record is not None and may(actor, "print", record):
            return True
    except ObjectDoesNotExist:
        pass
    return (
        reach(actor, "view", IssuedPaper) == Reach.ALL
        and reach(actor, "view", screen.model) == Reach.ALL
    )


def fetch_page(request: HttpRequest, frame: dict[str, Any], row: Any) -> HttpResponseBase:
    """Answer the very file that left the house, once its digest is found to be the same."""
    try:
        data = issued_bytes(row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(frame["back"])
    return pdf_answer(data, row.name, attached=True)


def record_page(request: HttpRequest, frame: dict[str, Any], row: Any) -> HttpResponseBase:
    """Lead to the record that the paper was made of."""
    screen, record = record_of(row)
    if screen is None or record is None or not may(actor_of(request), "view", record):
        messages.warning(request, _("This record does not exist any more, or is not yours to see."))
        return HttpResponseRedirect(frame["back"])
    return HttpResponseRedirect(record_address(screen, record.pk))


def operation_page(_request: HttpRequest, _frame: dict[str, Any], row: Any) -> HttpResponseBase:
    """Lead to the act in the log."""
    return HttpResponseRedirect(
        reverse("console:foundation_operation_change", args=(row.operation_id,))
    )


def seen_in_log(row: IssuedPaper, actor: Actor) -> bool:
    """Tell whether somebody may read the log."""
    return may(actor, "view", row.operation)


def papers_of_operation(operation: Any, *, by: Actor, most: int) -> list[dict[str, str]]:
    """Return what left the house by an act, as its page in the log lists it for a reader."""
    rows = IssuedPaper.objects.filter(operation=operation) | IssuedPaper.objects.filter(
        operation__part_of=operation
    )
    return [_told_in_log(row, by) for row in rows.select_related("mail").order_by("pk")[:most]]


def _told_in_log(row: IssuedPaper, by: Actor) -> dict[str, str]:
    """Return a paper as the log tells it: its name and reader to those alone who may know them."""
    in_archive = may(by, "view", row)
    if not in_archive and not _may_look_up(row, by):
        return {"name": _("A paper out of your reach"), "address": "", "outcome": "", "digest": ""}
    return {
        "name": row.name,
        "address": archive_address(row) if in_archive else "",
        "outcome": outcome_told(row),
        "digest": row.digest,
    }


def _may_look_up(row: IssuedPaper, by: Actor) -> bool:
    _screen, record = record_of(row)
    return record is not None and may(by, "view", record)
