"""The page on which somebody's work is handed over: what moves, by counts, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.history.undoing import undo_link
from admin_config.engine.shell.fresh_proof import ask_fresh_proof
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.life_cycle import cycle_of
from erp.foundation.models import OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation, operation, run
from erp.foundation.queries.holding import Holding, held_by, holdings, may_hold, may_move
from erp.foundation.rights import is_in_force, may
from erp.foundation.services.job import ask_for_job
from erp.foundation.telling import about_record
from erp.staff.models import User
from erp.staff.services.handover import hand_over

#: More records than this go on in the background.
AT_ONCE = 1000


@dataclass(frozen=True)
class Kind:
    """One kind of record on the page."""

    holding: Holding
    title: str
    count: int
    #: Papers that are locked, such as those that wait for an approval; they move as well.
    locked: int
    #: What is over and stays with the person who leaves.
    over: int
    #: Colleagues whose roles let them take it over, each with whether they are chosen.
    people: list[tuple[User, bool]]


def may_hand_over(_person: Any, actor: Actor) -> bool:
    """Tell whether somebody may hand over anything of this person."""
    return any(may_move(actor, holding) for holding in holdings())


def handover_page(request: HttpRequest, frame: dict[str, Any], person: Any) -> HttpResponse:
    """Show what would move; a POST moves it in one step that one undo takes back."""
    chosen = {holding.key: _chosen(request, holding) for holding in holdings()}
    kinds = _kinds(actor_of(request), person, chosen)
    refused = ""
    if request.method == "POST":
        try:
            return _hand_over(request, frame, person, kinds)
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
    context = {
        **frame,
        "person": person,
        "kinds": kinds,
        "reports": User.objects.filter(reports_to=person.pk, is_active=True).count(),
        "may_deactivate": person.is_active and may(actor_of(request), "change", person),
        "deactivate": "deactivate" in request.POST,
        "reason": request.POST.get("reason", ""),
        "refused": refused,
        "form_token": new_form_token(),
    }
    return TemplateResponse(request, "console/handover.html", context)


def _chosen(request: HttpRequest, holding: Holding) -> set[int]:
    keys = (number_in(text) for text in request.POST.getlist(holding.key))
    return {key for key in keys if key is not None}


def _kinds(actor: Actor, person: Any, chosen: dict[str, set[int]]) -> list[Kind]:
    colleagues = [one for one in User.objects.active().exclude(pk=person.pk) if is_in_force(one)]
    found = []
    for holding in holdings():
        if not may_move(actor, holding):
            continue
        open_rows, over = held_by(holding, person.pk), held_by(holding, person.pk, over=True)
        counts = (open_rows.count(), over.count())
        if any(counts):
            people = [
                (one, one.pk in chosen[holding.key]) for one in colleagues if may_hold(one, holding)
            ]
            locked = _locked(holding, open_rows)
            found.append(Kind(holding, holding.title, counts[0], locked, counts[1], people))
    return found


def _locked(holding: Holding, rows: Any) -> int:
    cycle = cycle_of(holding.model)
    if cycle is None:
        return 0
    count: int = rows.exclude(**{f"{cycle.status}__in": sorted(cycle.open)}).count()
    return count


def _hand_over(
    request: HttpRequest, frame: dict[str, Any], person: Any, kinds: list[Kind]
) -> HttpResponse:
    actor = actor_of(request)
    shares = {kind.holding.key: [one for one, picked in kind.people if picked] for kind in kinds}
    shares = {key: people for key, people in shares.items() if people}
    deactivate = "deactivate" in request.POST
    asked = ask_fresh_proof(request) if deactivate else None
    if asked is not None:
        return asked
    facts: dict[str, Any] = {
        "deactivate": deactivate,
        "reason": request.POST.get("reason", "").strip()[:500],
    }
    total = sum(kind.count for kind in kinds if kind.holding.key in shares)
    if total > AT_ONCE:
        return _in_background(actor, person, shares, facts)

    def work(running: RunningOperation) -> tuple[int, Any]:
        moved = hand_over(person, shares, by=actor, **facts)
        return sum(moved.values()), running

    try:
        count, running = run(
            work,
            OperationKind.ACTION,
            by=actor,
            reason=facts["reason"],
            verb="hand_over",
            form_token=form_token_of(request),
        )
    except AlreadyDone:
        messages.info(request, _("This was done already; it was not done twice."))
    else:
        said = ngettext("%(n)d record is handed over.", "%(n)d records are handed over.", count)
        link = undo_link(running.row) if running.row.pk else ""
        messages.success(request, format_html("{} {}", said % {"n": count}, link))
    return HttpResponseRedirect(frame["back"])


def _in_background(
    actor: Actor, person: Any, shares: dict[str, list[User]], facts: dict[str, Any]
) -> HttpResponse:
    with operation(OperationKind.JOB, by=actor, reason=facts["reason"]) as running:
        running.row.be_about(about_record(User, person))
        job = ask_for_job(
            "staff.hand_over",
            by=actor,
            title=_("Hand over: %(person)s") % {"person": person},
            leaver=person.pk,
            shares={key: [one.pk for one in people] for key, people in shares.items()},
            **facts,
        )
    return HttpResponseRedirect(reverse("console:foundation_job_change", args=(job.pk,)))
