"""A quotation goes its way step by step; in between nobody lays hands on it."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.house_day import house_day
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.sales.models import Quotation, QuotationLine, QuotationStatus
from erp.sales.services.expiry import expire_quotations
from erp.sales.services.quotation import (
    approve_quotation,
    cancel_quotation,
    lose_quotation,
    reject_quotation,
    reopen_quotation,
    submit_quotation,
    win_quotation,
)
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
from tests.factories import (
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.crowd import at_once
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def test_it_goes_from_draft_to_won(quotation: Quotation, sales: User, manager: User) -> None:
    submitted = submit_quotation(quotation, by=Actor.person(sales))
    assert (submitted.status, submitted.submitted_by) == ("submitted", sales)
    approved = approve_quotation(submitted, by=Actor.person(manager))
    assert (approved.status, approved.approved_by) == ("approved", manager)
    won = win_quotation(approved, by=Actor.person(sales))
    assert (won.status, won.won_on) == ("won", house_day())
    assert fresh(quotation).status == QuotationStatus.WON


def test_a_seller_approves_nobody_elses(submitted: Quotation, other_sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal, match="no right"):
        approve_quotation(submitted, by=Actor.person(other_sales))


def test_a_rejected_one_comes_back_as_a_draft_with_the_reason(
    submitted: Quotation, sales: User, manager: User
) -> None:
    back = reject_quotation(submitted, by=Actor.person(manager), reason="Margin too thin")
    assert (back.status, back.reject_reason) == ("draft", "Margin too thin")
    assert newest_operation().reason == "Margin too thin"
    again = submit_quotation(back, by=Actor.person(sales))
    assert (again.status, again.reject_reason) == ("submitted", "")


def test_lost_and_cancelled_say_why(approved: Quotation, sales: User) -> None:
    lost = lose_quotation(approved, by=Actor.person(sales), reason="Price")
    assert (lost.status, lost.lost_reason) == ("lost", "Price")
    draft = QuotationFactory(owner=sales, company=approved.company)
    cancelled = cancel_quotation(draft, by=Actor.person(sales), reason="Typed twice")
    assert (cancelled.status, newest_operation().reason) == ("cancelled", "Typed twice")


@pytest.mark.parametrize("lines_too", [False, True])
def test_undoing_a_reopening_never_brings_the_approval_back(
    approved: Quotation, sales: User, manager: User, lines_too: bool
) -> None:
    reopen_quotation(approved, by=Actor.person(manager), reason="Wrong unit")
    reopened = newest_operation()
    if lines_too:
        line = QuotationLine.objects.get(quotation=approved)
        line.wording = "other goods"
        with as_the_house(Actor.person(sales)):
            line.save()
    with contextlib.suppress(Refusal):
        undo_operation(reopened, by=Actor.person(manager))
    assert (fresh(approved).status, fresh(approved).approved_by) == ("draft", None)


def test_an_approved_one_is_reopened_by_a_recorded_step(approved: Quotation, manager: User) -> None:
    draft = reopen_quotation(approved, by=Actor.person(manager), reason="Wrong unit")
    assert (draft.status, draft.approved_by, draft.submitted_by) == ("draft", None, None)
    assert newest_operation().reason == "Wrong unit"


@pytest.mark.parametrize(
    "verb", [approve_quotation, win_quotation, lose_quotation, reject_quotation, reopen_quotation]
)
def test_a_draft_takes_no_step_but_its_own(verb: Any, quotation: Quotation) -> None:
    reason = {} if verb in {approve_quotation, win_quotation} else {"reason": "x"}
    if verb in {reject_quotation, reopen_quotation}:
        with nothing_changes():
            assert verb(quotation, by=SYSTEM, **reason).status == "draft"
        return
    with nothing_changes(), pytest.raises(Refusal, match="is draft"):
        verb(quotation, by=SYSTEM, **reason)


def test_a_second_click_does_nothing(submitted: Quotation, manager: User) -> None:
    first = approve_quotation(submitted, by=Actor.person(manager))
    with nothing_changes():
        second = approve_quotation(submitted, by=Actor.person(manager))
    assert (second.approved_at, second.version) == (first.approved_at, first.version)


def test_an_empty_one_and_lines_of_words_alone_are_not_submitted(
    quotation: Quotation, sales: User
) -> None:
    empty = QuotationFactory(owner=sales, company=quotation.company)
    with nothing_changes(), pytest.raises(Refusal, match="at least one line"):
        submit_quotation(empty, by=Actor.person(sales))
    QuotationLineFactory(quotation=quotation, sku=None, unit_price=Decimal(0), wording="6204?")
    with nothing_changes(), pytest.raises(Refusal, match="neither goods nor a price: 6204"):
        submit_quotation(quotation, by=Actor.person(sales))


def _change_the_head(paper: Quotation) -> None:
    paper.remarks = "changed"
    paper.save()


def _set_the_state(paper: Quotation) -> None:
    paper.status = "draft"
    paper.save()


def _change_a_line(paper: Quotation) -> None:
    line = paper.lines.get()
    line.unit_price = Decimal(1)
    save_records([line])


def _add_a_line(paper: Quotation) -> None:
    create_records([QuotationLine(quotation=paper, position=2, wording="more")])


def _remove_a_line(paper: Quotation) -> None:
    paper.lines.get().delete()


@pytest.mark.parametrize(
    "write",
    [_change_the_head, _set_the_state, _change_a_line, _add_a_line, _remove_a_line],
)
@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_locked_one_is_not_written(
    write: Any, state: str, request: pytest.FixtureRequest, system: User
) -> None:
    paper = fresh(request.getfixturevalue(state))
    with (
        nothing_changes(),
        pytest.raises(Refusal, match=paper.number),
        as_the_house(Actor.person(system)),
    ):
        write(paper)


def test_a_locked_one_takes_no_line_of_another(approved: Quotation) -> None:
    line = QuotationLineFactory(quotation=QuotationFactory(company=approved.company))
    line = fresh(line)
    line.quotation = approved
    with nothing_changes(), pytest.raises(Refusal, match="locked"), as_the_house():
        line.save()


def test_a_locked_one_is_not_deleted(approved: Quotation, system: User) -> None:
    with nothing_changes(), pytest.raises(Refusal, match="approved and locked"):
        delete_records([approved], by=Actor.person(system))


def test_an_edit_is_not_undone_under_the_approval(
    quotation: Quotation, sales: User, manager: User
) -> None:
    with as_the_house(Actor.person(sales)):
        quotation.remarks = "as typed"
        quotation.save()
    edit = newest_operation()
    submit_quotation(quotation, by=Actor.person(sales))
    with nothing_changes():
        done = undo_operation(edit, by=Actor.person(manager))
    assert done.records == 0
    assert fresh(quotation).remarks == "as typed"


@pytest.mark.parametrize(("state", "before"), [("submitted", "draft"), ("approved", "submitted")])
def test_the_last_step_is_undone_by_who_may_take_it(
    state: str, before: str, request: pytest.FixtureRequest, manager: User
) -> None:
    paper = request.getfixturevalue(state)
    assert undo_operation(newest_operation(), by=Actor.person(manager)).records == 1
    assert fresh(paper).status == before


def test_a_step_is_not_undone_by_who_may_not_take_it(
    approved: Quotation, other_sales: User
) -> None:
    approval = newest_operation()
    with nothing_changes():
        assert undo_operation(approval, by=Actor.person(other_sales)).records == 0


def test_the_clock_lets_them_expire_and_says_how_many(
    approved: Quotation, quotation: Quotation
) -> None:
    last = approved.valid_until
    with nothing_changes():
        assert expire_quotations(by=SYSTEM, today=last) == 0
    assert expire_quotations(by=SYSTEM, today=last + dt.timedelta(days=1)) == 1
    assert fresh(approved).status == "expired"
    assert newest_operation().details == {"expired": 1}


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_decide_at_once_one_is_right(submitted: Quotation, manager: User) -> None:
    before = Operation.objects.count()

    def decide(number: int) -> str:
        by = Actor.person(User.objects.get(pk=manager.pk))
        verb = approve_quotation if number % 2 else _reject
        return verb(submitted, by=by).status

    def _reject(paper: Quotation, *, by: Actor) -> Quotation:
        return reject_quotation(paper, by=by, reason="no")

    answers = at_once(8, decide)
    stored = fresh(submitted)
    right = [answer for answer in answers if answer == stored.status]
    wrong = [answer for answer in answers if isinstance(answer, Refusal)]
    assert stored.status in {"approved", "draft"}
    assert (len(right), len(wrong)) == (4, 4)
    assert stored.version == submitted.version + 1
    assert Operation.objects.count() == before + 1


def test_a_line_that_carries_an_old_paper_along_is_refused_at_the_end(
    quotation: Quotation, sales: User
) -> None:
    line = quotation.lines.select_related("quotation").get()
    submit_quotation(quotation, by=Actor.person(sales))
    line.note = "after the submission"
    with nothing_changes(), pytest.raises(Refusal, match="submitted and locked"), as_the_house():
        line.save()


def test_an_older_version_is_not_put_back_under_the_approval(
    quotation: Quotation, sales: User, manager: User
) -> None:
    from admin_config.engine.history.belonging import state_at
    from admin_config.engine.history.restoring import restore_state

    first = quotation.history.earliest("history_id").operation_id
    older = state_at(Quotation, quotation.pk, first)
    assert older is not None
    with as_the_house(Actor.person(sales)):
        quotation.remarks = "as agreed"
        quotation.save()
    submit_quotation(quotation, by=Actor.person(sales))
    with nothing_changes(), pytest.raises(Refusal, match=quotation.number):
        restore_state(older, by=Actor.person(manager))


def enter(like: Quotation, who: User, kind: OperationKind, **facts: Any) -> str:
    """Bring a paper with a line in, beside another of the same customer; return how it stands."""
    paper = Quotation(
        company=like.company, customer=like.customer, currency=like.currency, owner=who, **facts
    )
    with operation(kind, by=Actor.person(who)):
        paper.save()
        create_records([QuotationLine(quotation=paper, unit_price=Decimal(5))])
    return f"{fresh(paper).status} {fresh(paper).total}"


@pytest.mark.parametrize("state", ["draft", "won", "lost", "expired", "cancelled"])
def test_history_enters_by_import_of_who_may_approve_all(
    state: str, quotation: Quotation, sales: User, manager: User
) -> None:
    facts = {"status": state, "won_on": house_day() if state == "won" else None}
    assert enter(quotation, manager, OperationKind.IMPORT, **facts) == f"{state} 5.00"
    for who, kind in ((sales, OperationKind.IMPORT), (manager, OperationKind.CREATE)):
        if state != "draft":
            with nothing_changes(), pytest.raises(Refusal, match="starts as draft"):
                enter(quotation, who, kind, **facts)


@pytest.mark.parametrize("state", ["submitted", "approved", "superseded"])
def test_nothing_enters_by_import_that_binds_by_nobodys_approval(
    state: str, quotation: Quotation, manager: User
) -> None:
    with nothing_changes(), pytest.raises(Refusal) as refused:
        enter(quotation, manager, OperationKind.IMPORT, status=state)
    assert refused.value.message_dict == {
        "status": ["A file's paper enters as draft, or as history: won, lost, expired, cancelled."]
    }


@pytest.mark.parametrize("kind", [OperationKind.IMPORT, OperationKind.CREATE])
def test_a_new_paper_takes_no_step_in_the_same_breath(
    kind: OperationKind, quotation: Quotation, manager: User
) -> None:
    def enter_and_approve() -> None:
        paper = Quotation(
            company=quotation.company,
            customer=quotation.customer,
            currency=quotation.currency,
            owner=manager,
        )
        with operation(kind, by=Actor.person(manager)):
            paper.save()
            paper.status = "approved"
            paper.save()

    with nothing_changes(), pytest.raises(Refusal, match="as draft"):
        enter_and_approve()


@pytest.mark.parametrize(
    ("state", "days", "message"),
    [
        ("won", 1, "not after today"),
        ("won", None, "Say on which day"),
        ("lost", -1, "Only what was won"),
        ("draft", -1, "Only what was won"),
    ],
)
def test_what_enters_as_won_says_when_and_nothing_else_does(
    state: str, days: int | None, message: str, quotation: Quotation, manager: User
) -> None:
    day = None if days is None else house_day() + dt.timedelta(days=days)
    with nothing_changes(), pytest.raises(Refusal, match=message) as refused:
        enter(quotation, manager, OperationKind.IMPORT, status=state, won_on=day)
    assert list(refused.value.message_dict) == ["won_on"]


def undone(target: Operation, by: User) -> Operation:
    """Undo an operation as a whole, offered before, and return the undo."""
    assert reasons_against_undo([target], by=Actor.person(by)) == {}
    done = undo_operation(target, by=Actor.person(by))
    assert done.kept == []
    assert done.operation is not None
    return done.operation


def why_it_stays(target: Operation, by: User) -> str:
    """Return why an undo is not offered, and prove that it would do nothing."""
    reason = reasons_against_undo([target], by=Actor.person(by))[target.pk]
    with nothing_changes():
        assert undo_operation(target, by=Actor.person(by)).records == 0
    return reason


STEPS: list[tuple[str, str, Any]] = [
    ("quotation", "submitted", submit_quotation),
    ("approved", "won", win_quotation),
    ("approved", "lost", lambda paper, by: lose_quotation(paper, by=by, reason="late")),
    ("approved", "cancelled", lambda paper, by: cancel_quotation(paper, by=by, reason="no")),
]


@pytest.mark.parametrize(("start", "state", "verb"), STEPS, ids=[state for _, state, _ in STEPS])
def test_an_undone_step_is_taken_again_by_undoing_the_undo(
    start: str, state: str, verb: Any, request: pytest.FixtureRequest, sales: User
) -> None:
    paper = request.getfixturevalue(start)
    former = paper.status
    verb(paper, by=Actor.person(sales))
    act, facts = newest_operation(), fresh(paper).values()
    for _round in range(2):
        act = undone(act, sales)
        assert fresh(paper).status == former
        act = undone(act, sales)
        assert fresh(paper).status == state
    kept = {"version", "changed_at"}
    assert {k: v for k, v in fresh(paper).values().items() if k not in kept} == {
        k: v for k, v in facts.items() if k not in kept
    }


def test_an_undo_never_approves_again(approved: Quotation, manager: User) -> None:
    undo = undone(newest_operation(), manager)
    assert "makes no decision again" in why_it_stays(undo, manager)
    assert fresh(approved).status == "submitted"


def test_an_undo_submits_nothing_again_whose_lines_changed(
    submitted: Quotation, sales: User
) -> None:
    undo = undone(newest_operation(), sales)
    with as_the_house(Actor.person(sales)):
        line = QuotationLine.objects.get(quotation=submitted)
        line.wording = "other goods"
        line.save()
    assert "were changed since" in why_it_stays(undo, sales)
    assert fresh(submitted).status == "draft"


def test_an_undo_submits_nothing_again_whose_day_is_over(submitted: Quotation, sales: User) -> None:
    undo = undone(newest_operation(), sales)
    # the last day passes meanwhile, which is no act of anybody
    with connection.cursor() as cursor:
        for table in (Quotation._meta.db_table, Quotation.history.model._meta.db_table):
            over = f"UPDATE {table} SET issued_on='2020-01-01', valid_until='2020-01-31'"  # noqa: S608
            cursor.execute(over)
    assert "is over" in why_it_stays(undo, sales)


def test_an_undo_takes_no_step_for_who_may_not(
    submitted: Quotation, sales: User, other_sales: User
) -> None:
    handing_in = Operation.objects.get(verb="submit_quotation")
    undo = undone(handing_in, sales)
    why_it_stays(undo, other_sales)
    assert fresh(submitted).status == "draft"
