"""Take one record back to the version before, or say in words what stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from erp.foundation.deletion import delete_inside_operation
from erp.foundation.models.recorded import Recorded
from erp.foundation.models.soft_link import is_soft
from erp.foundation.refusal import Refusal
from erp.foundation.rights_by_role import hidden_by_role, may_by_role
from erp.foundation.services.impact import impact_of
from erp.foundation.services.names import names_of_gone
from erp.foundation.services.versions import (
    empty_derived,
    fill_from,
    key_of,
    version_before,
)

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


class Final(Refusal):
    """A reason that no other record's going back can remove."""


def no_right() -> Final:
    """Return the refusal of what the actor may not take back."""
    return Final(_("you do not have the right to take it back"), code="right")


def key_is_taken() -> Refusal:
    """Return the refusal of a deleted record whose primary key another one has."""
    return Refusal(_("its key is taken"), code="taken")


def parent_is_gone(parent: Any, name: str = "") -> Refusal:
    """Return the refusal of a record that would point to something that is gone."""
    text = (
        _("the %(kind)s “%(name)s” it belonged to is gone")
        if name
        else _("the %(kind)s it belonged to is gone")
    )
    facts = {"kind": parent._meta.verbose_name, "name": name}
    return Refusal(text % facts, code="parent_gone")


def take_back_one(version: Any, *, by: Actor) -> None:
    """Undo what one version did to its record, inside the running operation."""
    if version.history_type == "-":
        _bring_back(version, by)
    elif version.history_type == "+":
        _remove(version, by)
    else:
        put_back_one(version, by=by)


def _ask(by: Actor, action: str, record: Any) -> None:
    if not may_by_role(by, action, record):
        raise no_right()


def _bring_back(version: Any, by: Actor) -> None:
    record: Recorded = version.instance
    _ask(by, "delete", record)
    if type(record)._base_manager.filter(pk=record.pk).exists():
        raise key_is_taken()
    check_parents(record, by=by)
    empty_derived(record)
    record._state.adding = True
    record.version += 1
    record.validate_unique()
    record.validate_constraints()
    record.save(force_insert=True)


def _remove(version: Any, by: Actor) -> None:
    record = version.instance_type._base_manager.get(pk=key_of(version))
    _ask(by, "delete", record)
    for model, count in impact_of([record]).gone.items():
        if count > 1 or model is not version.instance_type:
            raise Refusal(
                _("%(kind)s were added to it since") % {"kind": model._meta.verbose_name_plural},
                code="company",
            )
    delete_inside_operation([record])


def put_back_one(version: Any, *, by: Actor) -> None:
    """Give a changed record the values that it had before this version."""
    model = version.instance_type
    record: Recorded = model._base_manager.select_for_update().get(pk=key_of(version))
    _ask(by, "change", record)
    former = version_before(version)
    if former is None:
        return
    if hides_difference(version, former, hidden_by_role(by, record)):
        raise no_right()
    fill_from(record, former)
    _ask(by, "change", record)
    check_parents(record, by=by)
    record.validate_unique()
    record.validate_constraints()
    record.save()


def hides_difference(version: Any, former: Any, hidden: frozenset[str]) -> bool:
    """Tell whether a value would go back that the actor may not see, so may not set.

    What the house works out itself is never brought back from a version, so it hides nothing.
    """
    model = version.instance_type
    set_by_people = hidden - set(model.derived_fields)
    columns = (model._meta.get_field(name).attname for name in set_by_people)
    return any(getattr(version, c, None) != getattr(former, c, None) for c in columns)


def check_parents(record: Recorded, *, by: Actor) -> None:
    """Refuse when a record would point to something that is gone."""
    for refusal in missing_parents([record], by=by).values():
        raise refusal


def missing_parents(records: list[Any], *, by: Actor) -> dict[Any, Refusal]:
    """Return the refusals of those records that would point to something that is gone, by key.

    What is gone is named where the actor could look it up, and told by its kind otherwise.
    """
    found: dict[Any, Refusal] = {}
    for relation in records[0]._meta.concrete_fields if records else ():
        if not isinstance(relation, models.ForeignKey) or relation.primary_key:
            continue
        if is_soft(relation):
            continue
        parent: Any = relation.related_model
        column = relation.target_field.attname
        wanted = {getattr(record, relation.attname) for record in records} - {None}
        if not wanted:
            continue
        rows = parent._base_manager.filter(**{f"{column}__in": wanted}).order_by()
        gone = wanted - set(rows.values_list(column, flat=True))
        names = names_of_gone(parent, gone, by=by, column=column) if gone else {}
        for record in records if gone else ():
            key = getattr(record, relation.attname)
            if key in gone:
                found.setdefault(record.pk, parent_is_gone(parent, names.get(key, "")))
    return found
