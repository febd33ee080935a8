"""The page that says what somebody may do, and why; for one record too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.navigation import title_of, visible_screens
from admin_config.engine.registry import registry
from admin_config.engine.rights_told.table import Cell, table_of, word_of
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models.recorded import ACTIONS
from erp.foundation.queries.why import Sources, explain_record, owners_of, sources_of_person
from erp.foundation.rights import Reach, hidden_fields, scoped

_MOST = 12


@dataclass(frozen=True)
class Asked:
    """A question about one record, and what it is answered with."""

    kind: str
    text: str
    record: Any
    owners: str
    answers: list[Cell]
    #: Records that fit what was typed, each with its key.
    choices: list[tuple[Any, str]]


def person_page(request: HttpRequest, frame: dict[str, Any], person: Any) -> HttpResponse:
    """Show the rights of an account, for whoever may look the account up."""
    sources = sources_of_person(person)
    context = {
        **frame,
        "person": person,
        "roles": list(person.groups.order_by("pk")),
        "groups": table_of(person, sources),
        "kinds": [(screen.label, title_of(screen)) for screen in visible_screens(request)],
        "asked": _asked(request, person, sources),
    }
    return TemplateResponse(request, "console/rights_of_person.html", context)


def my_rights(request: HttpRequest) -> HttpResponse:
    """Show everybody what they may do themselves."""
    from admin_config.engine.site import console

    accounts: Any = get_user_model()._default_manager
    frame = {
        **console.each_context(request),
        "title": _("What I may do"),
        "back": reverse("console:profile"),
        "mine": True,
    }
    return person_page(request, frame, accounts.get(pk=request.user.pk))


def _asked(request: HttpRequest, person: Any, sources: Sources) -> Asked | None:
    """Answer for one record that the reader may look up themselves."""
    screen = registry.find(request.GET.get("kind", ""))
    if screen is None or screen not in visible_screens(request):
        return None
    text = request.GET.get("text", "").strip()[:100]
    rows = scoped(actor_of(request), "view", screen.model._default_manager.all())
    key = number_in(request.GET.get("key", ""))
    record = rows.filter(pk=key).first() if key is not None else None
    unseen = hidden_fields(actor_of(request), screen.model)
    found = [] if record is not None else list(_fitting(screen, rows, text, unseen))
    if len(found) == 1:
        record, found = found[0], []
    if record is None:
        return Asked(screen.label, text, None, "", [], [(row.pk, str(row)) for row in found])
    owners = _(", ").join(str(owner) for owner in owners_of(record))
    answers = [*_answers(person, sources, record), *_verbs(screen, person, record)]
    return Asked(screen.label, text, record, owners, answers, [])


def _fitting(screen: Screen, rows: Any, text: str, unseen: frozenset[str]) -> Any:
    """Return the first records that are named like this."""
    model: Any = screen.model
    names = [*getattr(model, "natural_key_fields", ()), *getattr(model, "search_fields", ())]
    known = {field.name: field for field in model._meta.concrete_fields}
    texts = [n for n in names if n in known and n not in unseen and not known[n].is_relation]
    if not text or not texts:
        return rows.none()
    condition = reduce(or_, (Q(**{f"{name}__icontains": text}) for name in dict.fromkeys(texts)))
    return rows.filter(condition).order_by("pk")[:_MOST]


def _answers(person: Any, sources: Sources, record: Any) -> list[Cell]:
    from admin_config.engine.forms.rights_matrix import LABELS

    found = []
    for action in ACTIONS:
        if action not in {"add", "import"}:
            answer = explain_record(person, sources, action, record)
            yes = answer.reach > Reach.NONE
            word = _("yes") if yes else word_of(answer.reach)
            found.append(Cell(str(LABELS[action]), word, answer.because, "all" if yes else "none"))
    return found


def _verbs(screen: Screen, person: Any, record: Any) -> list[Cell]:
    """Say of each verb of the screen whether it is offered, and what stands in the way."""
    actor, found = Actor.person(person), []
    sources = sources_of_person(person)
    for do in screen.actions:
        answer = explain_record(person, sources, do.right, record)
        because, yes = answer.because, answer.reach > Reach.NONE
        if yes and do.when is not None and not do.when(record):
            yes, because = False, _("it is not in a state for this")
        elif yes and do.allowed is not None and not do.allowed(record, actor):
            yes, because = False, _("the rules of the house do not let them")
        word = _("yes") if yes else word_of(Reach.NONE)
        found.append(Cell(str(do.label), word, because, "all" if yes else "none"))
    return found
