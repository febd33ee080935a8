"""Lay out what somebody may do: a row for each screen, a cell for each action, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from admin_config.engine.forms.rights_matrix import LABELS
from admin_config.engine.navigation import title_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.models.recorded import ACTIONS
from erp.foundation.queries.why import (
    Answer,
    Sources,
    explain_reach,
    explain_sight,
    known_rights,
    reach_by,
)
from erp.foundation.rights import Reach, codename

_WRITES = ("add", "change", "delete", "copy", "import")


@dataclass(frozen=True)
class Cell:
    """One action at one screen: how far, and why."""

    label: str
    word: str
    because: str
    #: ``all``, ``own``, ``none``, or ``never`` for what the screen does not know.
    kind: str


@dataclass(frozen=True)
class Row:
    """One screen."""

    title: str
    cells: list[Cell]
    fields: list[Cell]


@dataclass(frozen=True)
class Group:
    """A section of the menu."""

    title: str
    rows: list[Row]


def word_of(reach: Reach) -> str:
    """Return what a reach is called in a table."""
    words = {Reach.ALL: _("all"), Reach.OWN: _("own")}
    return words.get(reach, pgettext("right", "no"))


def table_of(person: Any, sources: Sources) -> list[Group]:
    """Return everything that somebody may do, section by section."""
    known = known_rights()

    def row(screen: Screen) -> Row:
        model: Any = screen.model
        cells = [
            _cell(screen, action, known, lambda a: explain_reach(person, sources, a, model))
            for action in ACTIONS
        ]
        fields = [
            _seen(model, name, explain_sight(person, sources, name, model))
            for name in getattr(model, "guarded_fields", ())
        ]
        return Row(title_of(screen), cells, fields)

    return [
        Group(str(section.title), [row(screen) for screen in section.screens])
        for section in registry.menu
    ]


def _cell(
    screen: Screen, action: str, known: frozenset[str], explain: Callable[[str], Answer]
) -> Cell:
    label = str(LABELS[action])
    if not knows(screen, action, known):
        return Cell(label, "–", _("this screen does not have it"), "never")
    answer = explain(action)
    return Cell(label, word_of(answer.reach), answer.because, answer.reach.name.lower())


def knows(screen: Screen, action: str, known: frozenset[str]) -> bool:
    """Tell whether an action is there at all at a screen."""
    if screen.read_only and action in _WRITES:
        return False
    if (action == "copy" and screen.copy is None) or (
        action == "import" and screen.importing is None
    ):
        return False
    return codename(action, screen.model) in known


def _seen(model: Any, name: str, answer: Answer) -> Cell:
    label = str(model._meta.get_field(name).verbose_name)
    seen = answer.reach == Reach.ALL
    word = _("seen") if seen else _("hidden")
    return Cell(label, word, answer.because, "all" if seen else "none")


@dataclass(frozen=True)
class Difference:
    """One thing that the one may do and the other not, or not as far."""

    screen: str
    action: str
    left: str
    right: str


def differences_of(left: Sources, right: Sources) -> list[Difference]:
    """Return in what two sets of rights differ, in the order of the menu."""
    known = known_rights()
    return [one for screen in registry for one in _differing(screen, left, right, known)]


def _differing(
    screen: Screen, left: Sources, right: Sources, known: frozenset[str]
) -> Iterator[Difference]:
    model: Any = screen.model
    for action in ACTIONS:
        reached = [reach_by(rights, action, model) for rights in (left, right)]
        if reached[0] != reached[1] and knows(screen, action, known):
            words = [word_of(one) for one in reached]
            yield Difference(title_of(screen), str(LABELS[action]), *words)
    for name in getattr(model, "guarded_fields", ()):
        seen = [codename(f"see_{name}", model) in rights for rights in (left, right)]
        if seen[0] != seen[1]:
            label = _("see: %(field)s") % {"field": model._meta.get_field(name).verbose_name}
            words = [_("seen") if one else _("hidden") for one in seen]
            yield Difference(title_of(screen), label, *words)
