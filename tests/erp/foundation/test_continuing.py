"""Papers continue others part by part; nobody takes more than is left, whatever writes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.continuing import Continuation, chain
from erp.foundation.life_cycle import take_step
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation, run
from erp.foundation.refusal import Refusal
from erp.foundation.services.continuing import continue_papers
from erp.foundation.services.deleting import delete_chosen
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.language.crowd import at_once
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.factories import OfferFactory, OfferLineFactory, ToyFactory
from tests.toy.models import Offer, OfferLine, Parcel, ParcelLine
from tests.toy.parcels import OFFER, PARCEL, PARCEL_OF_OFFER

pytestmark = pytest.mark.django_db


def step(record: Any, name: str) -> Any:
    """Take a step as the house itself."""
    cycle = OFFER if isinstance(record, Offer) else PARCEL
    return run(
        lambda _running: take_step(cycle, record, name, by=SYSTEM), OperationKind.ACTION, by=SYSTEM
    )


def toy() -> Any:
    """Return a toy."""
    with as_the_house():
        return ToyFactory()


def agreed(*quantities: int, **facts: Any) -> Offer:
    """Return an agreed offer with lines of so many pieces."""
    made = OfferFactory(**facts if "present" in facts else {"present": toy(), **facts})
    for quantity in quantities:
        OfferLineFactory(offer=made, quantity=Decimal(quantity))
    offer: Offer = step(made, "agree")
    return offer


def packed(*offers: Offer, number: str = "P-1", by: Actor = SYSTEM, **asked: Decimal | int) -> Any:
    """Return the parcel that continues offers; ``first`` and so on say how much of which line."""
    names = ("first", "second", "third")
    lines = OfferLine.objects.filter(offer__in=offers).order_by("offer", "position")
    named = {line.pk: asked.get(name) for name, line in zip(names, lines, strict=False)}
    wanted = {key: Decimal(quantity) for key, quantity in named.items() if quantity is not None}
    return continue_papers(
        PARCEL_OF_OFFER, offers, by=by, quantities=wanted or None, values={"number": number}
    )


def contents(parcel: Parcel) -> list[tuple[str, Decimal, int | None]]:
    """Return what is in a parcel, in its order."""
    rows = parcel.lines.order_by("position")
    return list(rows.values_list("wording", "quantity", "offer_line__quantity"))


def left(offer: Offer) -> list[Decimal]:
    """Return what is left of each line."""
    lines = list(offer.lines.order_by("position"))
    return [PARCEL_OF_OFFER.left(lines)[line.pk] for line in lines]


def test_what_both_have_comes_along_and_all_that_is_left() -> None:
    offer = agreed(3, 5, buyer="Ann", postage=Decimal("4.50"))
    parcel = packed(offer)
    assert (parcel.status, parcel.buyer, parcel.owner) == ("draft", "Ann", offer.owner)
    assert (parcel.present, parcel.postage) == (offer.present, Decimal("4.50"))
    words = list(offer.lines.order_by("position").values_list("wording", flat=True))
    assert contents(parcel) == [(words[0], Decimal(3), 3), (words[1], Decimal(5), 5)]
    assert left(offer) == [Decimal(0), Decimal(0)]
    with nothing_changes(), pytest.raises(Refusal, match="Nothing is left"):
        packed(offer, number="P-2")


def test_part_by_part_and_postage_with_the_first_part() -> None:
    offer = agreed(3, 5, postage=Decimal(7))
    assert packed(offer, first=1, second=5).postage == Decimal(7)
    assert left(offer) == [Decimal(2), Decimal(0)]
    rest = packed(offer, number="P-2")
    assert [quantity for _name, quantity, _source in contents(rest)] == [Decimal(2)]
    assert rest.postage == Decimal(0)


def test_several_become_one_in_their_order() -> None:
    one = agreed(1, buyer="Ann")
    two = agreed(2, buyer="Ann", present=one.present)
    parcel = packed(two, one)
    assert [quantity for _name, quantity, _source in contents(parcel)] == [Decimal(1), Decimal(2)]
    assert parcel.lines.values("offer_line__offer").distinct().count() == 2


def test_those_that_differ_in_what_one_has_once_stay_apart() -> None:
    with pytest.raises(Refusal, match="differ in what one paper has once: present"):
        packed(agreed(1), agreed(2))


def test_what_nothing_fills_is_said_at_its_field() -> None:
    offer = agreed(1, present=None)
    with nothing_changes(), pytest.raises(Refusal) as refused:
        packed(offer)
    assert list(refused.value.message_dict) == ["present"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [({"first": 4}, "4 is more than the 3 that are left"), ({"first": -1}, "less than nothing")],
)
def test_too_much_and_less_than_nothing_are_refused(asked: dict[str, int], says: str) -> None:
    offer = agreed(3)
    with nothing_changes(), pytest.raises(Refusal, match=says):
        packed(offer, **asked)


def test_a_draft_is_not_continued() -> None:
    offer = OfferFactory(present=toy())
    OfferLineFactory(offer=offer)
    with nothing_changes(), pytest.raises(Refusal, match="draft"):
        packed(offer)


def test_a_hand_that_types_more_is_refused_as_well() -> None:
    offer = agreed(3)
    line = packed(offer).lines.get()
    line.quantity = Decimal(4)
    says = "4 would be taken, and there are 3"
    with nothing_changes(), pytest.raises(Refusal, match=says), as_the_house():
        line.save()


def test_what_is_continued_goes_no_step_back_until_that_is_cancelled() -> None:
    offer = agreed(3)
    parcel = packed(offer)
    for name in ("reopen", "drop"):
        with nothing_changes(), pytest.raises(Refusal, match="is continued by “P-1”"):
            step(offer, name)
    step(parcel, "stop")
    assert left(offer) == [Decimal(3)]
    assert step(offer, "reopen").status == "draft"


def test_a_cancelled_one_comes_back_only_where_enough_is_left() -> None:
    offer = agreed(3)
    stopped = step(packed(offer), "stop")
    other = packed(offer, number="P-2", first=2)
    with nothing_changes(), pytest.raises(Refusal, match="5 would be taken"):
        step(stopped, "go_on")
    step(other, "stop")
    assert step(stopped, "go_on").status == "draft"


def test_a_deleted_one_comes_back_only_where_enough_is_left() -> None:
    offer = agreed(3)
    parcel = packed(offer)
    with operation(OperationKind.DELETE, by=SYSTEM) as running:
        delete_chosen(Parcel.objects.filter(pk=parcel.pk), by=SYSTEM)
    gone = running.row
    assert left(offer) == [Decimal(3)]
    packed(offer, number="P-2", first=1)
    with nothing_changes(), pytest.raises(Refusal, match="4 would be taken, and there are 3"):
        undo_operation(gone, by=SYSTEM)


def test_a_line_that_is_continued_does_not_become_less(db: None) -> None:
    offer = agreed(3)
    packed(offer, first=2)
    line = offer.lines.get()
    line.quantity = Decimal(1)
    with nothing_changes(), pytest.raises(Refusal), as_the_house():
        line.save()


def test_who_reaches_only_own_papers_owns_what_he_makes(sales: User, other_sales: User) -> None:
    by = Actor.person(sales)
    parcel = packed(agreed(2, owner=sales), by=by)
    assert parcel.owner == sales
    assert newest_operation().actor_id == sales.pk
    with pytest.raises(Refusal, match="no right"):
        packed(agreed(2, owner=other_sales), number="P-2", by=by)


def test_a_relation_that_a_copy_would_take_along_is_refused() -> None:
    wrong = Continuation(
        line=OfferLine, relation="offer", source="offer", of="owner", when=frozenset()
    )
    with pytest.raises(TypeError, match="is no SourceLine"):
        chain(wrong)


@pytest.mark.django_db(transaction=True)
def test_of_a_crowd_that_wants_the_last_pieces_exactly_one_gets_them() -> None:
    for number in range(3):
        offer = agreed(5)
        packed(offer, number=f"A-{number}", first=2)

        def take(place: int, *, offer: Offer = offer, number: int = number) -> Any:
            return packed(offer, number=f"B-{number}-{place}", first=3)

        answers = at_once(4, take)
        made = [answer for answer in answers if isinstance(answer, Parcel)]
        refused = [answer for answer in answers if isinstance(answer, Refusal)]
        assert (len(made), len(refused)) == (1, 3), answers
        assert left(offer) == [Decimal(0)]
        assert sum(
            ParcelLine.objects.filter(offer_line__offer=offer).values_list("quantity", flat=True)
        ) == Decimal(5)


@pytest.mark.django_db(transaction=True)
def test_of_two_hands_that_type_the_last_pieces_one_gets_them() -> None:
    offer = agreed(5)
    lines = [packed(offer, number=f"A-{n}", first=1).lines.get() for n in range(2)]

    def more(place: int) -> Any:
        def work(_running: Any) -> None:
            line = ParcelLine.objects.get(pk=lines[place].pk)
            line.quantity = Decimal(4)
            line.save()

        return run(work, OperationKind.CHANGE, by=SYSTEM)

    answers = at_once(2, more)
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "Refusal"], answers
    assert left(offer) == [Decimal(0)]
