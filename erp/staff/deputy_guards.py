"""What stands before every deputyship, wherever it is written, and what ends one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from erp.foundation.actor import Actor
from erp.foundation.deletion import delete_inside_operation
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.house_day import house_day
from erp.foundation.life_cycle import cycle_of
from erp.foundation.rights import Reach, reach
from erp.foundation.settling import settle
from erp.foundation.standing_in import ask_who_is_away, kinds_with_stand_ins
from erp.staff.limit_guards import check_approves_no_more
from erp.staff.models import Deputyship, Role, User
from erp.staff.queries.deputyship import overlapping, principals_today
from erp.staff.queries.right import rights_of_account, rights_of_actor
from erp.staff.rules.deputyship import (
    check_days,
    check_does_more_than_read,
    check_is_there,
    check_may_look_up,
    check_no_chain,
    check_one_at_a_time,
    check_two_people,
)
from erp.staff.rules.right import check_not_above

if TYPE_CHECKING:
    from erp.foundation.recorder import Change

#: How the names of rights begin that let people see something.
_READING = ("view_", "own_view_", "see_")
_RIGHTS_OF_PEOPLE = frozenset({"groups", "user_permissions"})


def register() -> None:
    """Put the check before deputyships; tell the rights who stands in for whom."""
    guard(Deputyship, _deputyship_may_be_written)
    settle(User, _who_only_reads_stands_in_no_more)
    settle(Role, _nor_do_members_who_only_read)
    ask_who_is_away(principals_today)


def _deputyship_may_be_written(attempt: Attempt) -> None:
    """People name a deputy for themselves, or for whoever holds no right that they do not."""
    row: Any = attempt.record
    if attempt.verb == Verb.DELETE and _only_reads(row.deputy):
        return
    if attempt.by.user is not None and not attempt.by.is_system:
        held = rights_of_actor(attempt.by)
        before = {} if row._state.adding else row.before()
        for key in sorted({row.person_id, before.get("person_id", row.person_id)}):
            if key != attempt.by.user.pk:
                person = User.objects.get(pk=key)
                check_not_above(held, rights_of_account(person), name=str(person))
                check_approves_no_more(person, attempt.by)
    if attempt.verb in {Verb.CREATE, Verb.CHANGE}:
        _check(row)


def _check(row: Any) -> None:
    check_two_people(row.person_id, row.deputy_id)
    check_days(row.starts_on, row.ends_on)
    # of two who name each other at once, the second waits for the first
    people = User.objects.select_for_update().filter(pk__in={row.person_id, row.deputy_id})
    deputy = {one.pk: one for one in people.order_by("pk")}[row.deputy_id]
    check_is_there(str(deputy), active=deputy.is_active, until=deputy.ends_on, ends_on=row.ends_on)
    days = (row.starts_on, row.ends_on)
    check_one_at_a_time(overlapping(*days, besides=row.pk, person=row.person_id))
    check_no_chain(
        deputy_is_away=overlapping(*days, besides=row.pk, person=row.deputy_id),
        person_stands_in=overlapping(*days, besides=row.pk, deputy=row.person_id),
    )
    check_may_look_up(str(deputy), _unseen(row.person, deputy))
    check_does_more_than_read(str(deputy), only_reads=_only_reads(deputy))


def _unseen(person: User, deputy: User) -> list[str]:
    """Return the kinds of paper that the one may approve and the other not even look up."""
    kinds = [
        kind
        for kind in kinds_with_stand_ins()
        if cycle_of(kind) is not None and reach(Actor.person(person), "approve", kind) > Reach.NONE
    ]
    return [
        str(kind._meta.verbose_name_plural)
        for kind in kinds
        if reach(Actor.person(deputy), "view", kind) == Reach.NONE
    ]


def _who_only_reads_stands_in_no_more(changes: Sequence[Change]) -> None:
    """End what was named before for people who became auditors, in the same operation."""
    moved = (c for c in changes if c.sign == "~" and c.relations.keys() & _RIGHTS_OF_PEOPLE)
    _end_those_of(Q(deputy__in=[change.pk for change in moved]))


def _nor_do_members_who_only_read(changes: Sequence[Change]) -> None:
    """Do so for everybody with a role that lost its rights to decide."""
    moved = (c for c in changes if c.sign == "~" and "permissions" in c.relations)
    _end_those_of(Q(deputy__groups__in=[change.pk for change in moved]))


def _end_those_of(deputies: Q) -> None:
    rows = Deputyship.objects.filter(deputies, ends_on__gte=house_day())
    found: Iterable[Any] = rows.select_related("deputy").order_by("pk").distinct()
    over = [row for row in found if _only_reads(row.deputy)]
    if over:
        delete_inside_operation(over)


def _only_reads(deputy: User) -> bool:
    """Tell whether all that somebody holds is rights to look something up."""
    held = rights_of_account(deputy)
    return bool(held) and all(right.partition(".")[2].startswith(_READING) for right in held)
