"""Hand over what somebody owns when they leave: one step, which one undo takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.queries.holding import Holding, held_by, holdings, may_hold, may_move
from erp.foundation.rights import check_may, is_in_force
from erp.foundation.services.bulk import save_records
from erp.foundation.telling import about_record
from erp.staff.models import User
from erp.staff.queries.user import system_role
from erp.staff.rules.handover import check_may_move, check_receiver, check_something_chosen
from erp.staff.services.user import deactivate_user

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

#: Records that are read and written together.
_BATCH = 1000


@service(OperationKind.ACTION, told=_("handed over"))
def hand_over(
    leaver: User,
    shares: Mapping[str, Sequence[User]],
    *,
    by: Actor,
    deactivate: bool = False,
    reason: str = "",
) -> dict[str, int]:
    """Give what a person owns to one or several colleagues; return how many records by kind.

    ``shares`` names the receivers of each kind by its key, see ``holdings``; several take turns.
    Only what is still open moves, whatever state a paper is in. Refused as a whole when a
    receiver's roles do not reach such records or the actor may not change those of others. With
    ``deactivate`` the account is shut in the same step. Accounts are locked first, by key, then
    the records of each kind by key.
    """
    check_may(by, "view", User)
    known = {holding.key: holding for holding in holdings()}
    chosen = [(known[key], list(people)) for key, people in sorted(shares.items()) if people]
    check_something_chosen(chosen, deactivate=deactivate)
    if deactivate:
        system_role()
    people = _locked([leaver, *(person for _kind, some in chosen for person in some)])
    for holding, receivers in chosen:
        _check(holding, [people[person.pk] for person in receivers], leaver, by)
    moved = {
        holding.key: _move(holding, leaver, [people[person.pk] for person in receivers])
        for holding, receivers in chosen
    }
    running: Any = running_operation()
    running.row.be_about(about_record(User, leaver, more=sum(moved.values())))
    running.row.details = {
        "from": str(leaver),
        "to": {holding.key: [str(person) for person in some] for holding, some in chosen},
        "moved": moved,
    }
    if deactivate:
        deactivate_user(people[leaver.pk], by=by)
    return moved


def _locked(people: Sequence[User]) -> dict[Any, User]:
    keys = sorted({person.pk for person in people})
    rows = User.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {person.pk: person for person in rows}


def _check(holding: Holding, receivers: list[User], leaver: User, by: Actor) -> None:
    check_may_move(allowed=may_move(by, holding), kind=holding.title)
    for person in receivers:
        check_receiver(
            str(person),
            in_force=is_in_force(person),
            is_leaver=person.pk == leaver.pk,
            may_hold=may_hold(person, holding),
            kind=holding.title,
        )


def _move(holding: Holding, leaver: User, receivers: list[User]) -> int:
    """Give each receiver in turn one record after another; return how many moved."""
    keys = list(held_by(holding, leaver.pk).values_list("pk", flat=True))
    column = holding.model._meta.get_field(holding.field).attname
    place = 0
    for start in range(0, len(keys), _BATCH):
        rows = holding.model._base_manager.select_for_update().filter(
            pk__in=keys[start : start + _BATCH], **{column: leaver.pk}
        )
        records = list(rows.order_by("pk"))
        for record in records:
            setattr(record, holding.field, receivers[place % len(receivers)])
            place += 1
        save_records(records)
    return place
