"""The built filter of one address: read strictly, narrowed to what the person may see, named."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from admin_config.engine.listing.building.meaning import Meaning, understand
from admin_config.engine.listing.building.offered import Offer, offers
from admin_config.engine.listing.building.tree import (
    ALL,
    ANY,
    BadTree,
    Condition,
    Group,
    read_tree,
    write_tree,
)
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import choosable


class Built:
    """What the builder's parameter asks for; what is wrong with it is said and left out."""

    def __init__(self, text: str, screen: Screen, actor: Actor) -> None:
        """Read the parameter."""
        self.actor = actor
        self.screen = screen
        self.problems: list[str] = []
        self._meanings: dict[Condition, Meaning] = {}
        self.tree = self._read(text) if text else None
        self._name_related()

    @property
    def is_active(self) -> bool:
        """Tell whether it narrows the list."""
        return self.tree is not None

    @property
    def text(self) -> str:
        """Return the parameter without what was left out."""
        return write_tree(self.tree) if self.tree is not None else ""

    def _read(self, text: str) -> Group | None:
        try:
            asked = read_tree(text)
        except BadTree:
            self.problems.append(
                _("The built filter of this link cannot be read; it was left out.")
            )
            return None
        return self._understood(asked, offers(self.screen, self.actor))

    def _understood(self, group: Group, known: dict[str, Offer]) -> Group | None:
        """Return the group without the conditions that mean nothing to this person."""
        members: list[Condition | Group] = []
        for member in group.members:
            kept = (
                self._understood(member, known)
                if isinstance(member, Group)
                else self._condition(member, known)
            )
            if kept is not None:
                members.append(kept)
        return Group(group.joined_by, tuple(members)) if members else None

    def _condition(self, condition: Condition, known: dict[str, Offer]) -> Condition | None:
        offer = known.get(condition.path)
        if offer is None:
            message = _("This list cannot be filtered by “%(name)s”, or you may not see it.")
            self.problems.append(message % {"name": condition.path[:60]})
            return None
        try:
            self._meanings[condition] = understand(condition, offer, self.actor)
        except ValueError as error:
            self.problems.append(str(error))
            return None
        return condition

    def _name_related(self) -> None:
        """Fetch the names of all chosen records that the person may see, one query per model."""
        from admin_config.engine.listing.fetching import named

        chosen: dict[Any, list[Any]] = {}
        asked = [found for m in self._meanings.values() if (found := m.related) is not None]
        asked = [found for found in asked if found.raw[""]]
        for found in asked:
            chosen.setdefault(found.field.related_model, []).extend(found.keys_chosen)
        for model, keys in chosen.items():
            rows = named(choosable(self.actor, model._default_manager.all()))
            names = {row.pk: str(row) for row in rows.filter(pk__in=keys)}
            for found in asked:
                if found.field.related_model is model:
                    found.names = names

    def condition(self) -> Q:
        """Return the rows that the whole tree leaves."""
        return self._leaves(self.tree) if self.tree is not None else Q()

    def _leaves(self, member: Condition | Group) -> Q:
        if isinstance(member, Condition):
            return self._meanings[member].leaves()
        found = Q()
        for inner in member.members:
            leaves = self._leaves(inner)
            found = found | leaves if member.joined_by == ANY else found & leaves
        return found

    def chips(self) -> list[tuple[str, str, str]]:
        """Return (label, words, the parameter without it) of each part that can be taken away."""
        if self.tree is None:
            return []
        if self.tree.joined_by == ANY and len(self.tree.members) > 1:
            return [("", self._words(self.tree), "")]
        found = []
        for place, member in enumerate(self.tree.members):
            rest = self.tree.members[:place] + self.tree.members[place + 1 :]
            left = write_tree(Group(ALL, rest)) if rest else ""
            if isinstance(member, Condition):
                meaning = self._meanings[member]
                found.append((meaning.offer.label, meaning.words(), left))
            else:
                found.append(("", self._words(member), left))
        return found

    def _words(self, member: Condition | Group) -> str:
        if isinstance(member, Condition):
            meaning = self._meanings[member]
            return f"{meaning.offer.label} {meaning.words()}"
        between = _(" or ") if member.joined_by == ANY else _(" and ")
        return between.join(
            f"({self._words(inner)})" if isinstance(inner, Group) else self._words(inner)
            for inner in member.members
        )

    def names(self) -> dict[str, dict[str, str]]:
        """Return the names of chosen records by path and key, for whoever changes the filter."""
        found: dict[str, dict[str, str]] = {}
        for condition, meaning in self._meanings.items():
            if meaning.related is not None and meaning.related.raw[""]:
                words = meaning.related.words()
                found.setdefault(condition.path, {}).update(
                    {v: _("me") if v == "me" else words[i] for i, v in enumerate(condition.values)}
                )
        return found
