"""Switches that stand on or off by themselves; stored are those that somebody turned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Switch:
    """One switch: its name, under which heading it stands, what it is called, how it stands."""

    name: str
    group: Any
    label: Callable[[], str]
    on: bool = True


#: The switches for each value of the field that decides.
AllSwitches = Callable[[], Mapping[str, Sequence[Switch]]]


def turned(text: str) -> dict[str, bool]:
    """Return the switches that were turned: name and how they stand now."""
    return {token[1:]: token[0] == "+" for token in text.split() if token[0] in "+-"}


def told_switches(standing: Mapping[str, bool], switches: Sequence[Switch]) -> str:
    """Return, as stored, which of the switches stand otherwise than by themselves."""
    changed = [s for s in switches if standing.get(s.name, s.on) != s.on]
    return " ".join(f"{'-' if switch.on else '+'}{switch.name}" for switch in changed)


class SwitchesField(models.CharField):  # type: ignore[type-arg]
    """Which of several switches are turned, as words such as ``-column.discount +logo``.

    ``switches`` answers with all of them by the value of the field ``of``.
    """

    def __init__(self, *args: Any, switches: AllSwitches, of: str, **options: Any) -> None:
        """Take where the switches come from, and the field that decides which there are."""
        self.switches, self.of = switches, of
        super().__init__(*args, **{"blank": True, **options})

    def deconstruct(self) -> Any:
        """Tell migrations what the field was made with."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "switches": self.switches, "of": self.of}

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse words that name no switch of the record."""
        super().validate(value, model_instance)
        known = {s.name for s in self.switches().get(getattr(model_instance, self.of, ""), ())}
        wrong = [t for t in (value or "").split() if t[0] not in "+-" or t[1:] not in known]
        if wrong:
            raise ValidationError(
                _("This cannot be turned on or off here: %(names)s."),
                code="switches",
                params={"names": _(", ").join(wrong)},
            )

    def formfield(self, **options: Any) -> Any:  # type: ignore[override]
        """Hand the switches on to the input element."""
        found: Any = super().formfield(**options)
        found.widget.switches, found.widget.of = self.switches, self.of
        return found

    def own_words(self, value: Any) -> str:
        """Return what was turned, for people."""
        labels = {s.name: s for each in self.switches().values() for s in each}
        said: dict[bool, list[str]] = {True: [], False: []}
        for name, on in turned(value or "").items():
            said[on].append(labels[name].label() if name in labels else name)
        parts = []
        if said[False]:
            parts.append(_("without %(names)s") % {"names": _(", ").join(said[False])})
        if said[True]:
            parts.append(_("with %(names)s") % {"names": _(", ").join(said[True])})
        return "; ".join(parts)

    def own_markup(self, text: str) -> str:
        """Return it for a form that is only read."""
        return self.own_words(text)
