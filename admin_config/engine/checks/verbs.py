"""Rules about verbs: services of the house's shape, rights that exist, writes that are recorded."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator

from django.core.checks import CheckMessage

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Do, Page, Screen
from erp.foundation.continuing import continuations_into
from erp.foundation.models import Recorded
from erp.foundation.models.recorded import ACTIONS

#: Last parts of addresses that every screen has.
_TAKEN = frozenset(
    {"add", "change", "copy", "delete", "do", "export", "history", "import", "panel", "print"}
)


def services(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of actions whose service has not the shape ``verb_noun(record, *, by, ...)``."""
    for action in screen.actions:
        takes = inspect.signature(action.service).parameters
        by = takes.get("by")
        if by is None or by.kind is not inspect.Parameter.KEYWORD_ONLY:
            yield complain(
                screen,
                Mistake.NO_ACTOR,
                f"{action.name} does not take the actor as keyword `by`.",
                hint="Give it the shape verb_noun(record, *, by, ...).",
                word=action.name,
            )
        if action.reason and "reason" not in takes:
            yield complain(
                screen,
                Mistake.REASON_LOST,
                f"{action.name} asks for a reason and does not take one.",
                hint="Add reason: str to the service, or drop reason=True.",
                word=action.name,
            )
        yield from _right(screen, action)


def pages(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of pages that nobody may open, or whose address is another page's."""
    for page in screen.pages:
        yield from _right(screen, page)
    for name, times in Counter(page.name for page in screen.pages).items():
        if times > 1 or name in _TAKEN:
            yield complain(
                screen,
                Mistake.SAME_ACTION,
                f"the address {name!r} leads somewhere already.",
                hint="Give the page another name.",
                word=name,
            )


def _right(screen: Screen, action: Do | Page) -> Iterator[CheckMessage]:
    declared = {
        codename.removesuffix(f"_{screen.model._meta.model_name}")
        for codename, _label in screen.model._meta.permissions
    }
    known = {*ACTIONS, *declared}
    if action.right not in known:
        yield complain(
            screen,
            Mistake.NO_RIGHT,
            f"{action.name} needs the right {action.right!r}, which nobody has.",
            hint=nearest(action.right, known),
            word=action.right,
        )


def names_of_actions(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of two actions of one name, which have one address."""
    for name, times in Counter(action.name for action in screen.actions).items():
        if times > 1:
            yield complain(
                screen,
                Mistake.SAME_ACTION,
                f"{times} actions are named {name}.",
                hint="Name services by what they do.",
                word=name,
            )


def recorded(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of screens that write what keeps no history."""
    if not screen.read_only and not issubclass(screen.model, Recorded):
        yield complain(
            screen,
            Mistake.NOT_RECORDED,
            f"{screen.model.__name__} keeps no history.",
            hint="Make the model a Recorded one, or say read_only=True.",
            word=screen.model.__name__,
        )


def beginnings(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of what is begun from a record and cannot be joined to it, or takes no actor."""
    for word in screen.begins:
        kind = word.model.__name__
        if "by" not in inspect.signature(word.values).parameters:
            message = f"begins: what {kind!r} starts with does not take the actor as keyword `by`."
            hint = "Give it the shape nouns_of(record, *, by)."
            yield complain(screen, Mistake.NO_ACTOR, message, hint=hint, word=kind)
        known = {f.name: f.related_model for f in screen.model._meta.fields if f.is_relation}
        if word.joins and known.get(word.joins) is not word.model:
            message = f"begins: {word.joins!r} does not lead to {kind}."
            fitting = [name for name, model in known.items() if model is word.model]
            hint = nearest(word.joins, fitting)
            yield complain(screen, Mistake.BEGUN_APART, message, hint=hint, word=word.joins or kind)


def continuing(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of what continues papers and is not of this screen, or is watched by nobody."""
    for word in screen.continues:
        each = word.continuation
        head = each.head
        if head is not screen.model:
            message = f"continues: its lines are those of {head.__name__!r}, not of this screen."
            hint = f"Say it on the screen of {head.__name__}."
            yield complain(screen, Mistake.CHAIN_APART, message, hint=hint, word=head.__name__)
        elif each not in continuations_into(head):
            message = f"continues: nobody watches over {each.source!r}."
            hint = "Call chain(...) with it in AppConfig.ready."
            yield complain(screen, Mistake.CHAIN_APART, message, hint=hint, word=each.source)


RULES = (services, pages, beginnings, continuing, names_of_actions, recorded)
