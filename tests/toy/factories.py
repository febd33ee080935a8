"""One factory per toy model."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from tests.factories.recorded import RecordedFactory
from tests.factories.staff import UserFactory
from tests.toy.models import (
    Borrower,
    Lender,
    Offer,
    OfferLine,
    Parcel,
    ParcelLine,
    Piece,
    Sale,
    Shelf,
    Tag,
    Toy,
    ToyOrder,
    ToyOrderLine,
)


class ShelfFactory(RecordedFactory[Shelf]):
    """Shelves on the wall."""

    name = factory.Sequence(lambda n: f"Shelf {n:03}")

    class Meta:
        model = Shelf


class LenderFactory(RecordedFactory[Lender]):
    """Neighbours who lend toys."""

    name = factory.Sequence(lambda n: f"Lender {n:03}")

    class Meta:
        model = Lender


class BorrowerFactory(RecordedFactory[Borrower]):
    """Neighbours who borrow toys."""

    name = factory.Sequence(lambda n: f"Borrower {n:03}")

    class Meta:
        model = Borrower


class TagFactory(RecordedFactory[Tag]):
    """Words."""

    name = factory.Sequence(lambda n: f"word {n:03}")

    class Meta:
        model = Tag


class ToyFactory(RecordedFactory[Toy]):
    """Toys with everything typed but the files."""

    code = factory.Sequence(lambda n: f"T-{n:04}")
    name = factory.Sequence(lambda n: f"Loco {n:04}")
    kind = "train"
    features = "battery,sound"
    owner = factory.SubFactory(UserFactory)
    shelf = factory.SubFactory(ShelfFactory)
    price = factory.Sequence(lambda n: Decimal(n % 90 + 10) + Decimal("0.25"))
    cost = Decimal("7654321.75")
    age = 4
    made_on = factory.Sequence(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n % 300))
    seen_at = factory.Sequence(
        lambda n: dt.datetime(2026, 2, 1, 8, 30, tzinfo=dt.UTC) + dt.timedelta(hours=n)
    )
    website = "https://toys.example/"
    email = "loco@toys.example"
    note = "Runs on steam."

    class Meta:
        model = Toy
        skip_postgeneration_save = True

    @factory.post_generation
    def words(self: Any, create: bool, _given: Any, **_options: Any) -> None:
        """Give it a tag."""
        if create:
            self.tags.add(TagFactory())


class PieceFactory(RecordedFactory[Piece]):
    """What is in the box."""

    toy = factory.SubFactory(ToyFactory)
    name = factory.Sequence(lambda n: f"Wheel {n:03}")
    quantity = Decimal("2.5")
    cost = Decimal("8765432.25")

    class Meta:
        model = Piece


class SaleFactory(RecordedFactory[Sale]):
    """Sales in the ledger."""

    toy = factory.SubFactory(ToyFactory)
    sold_on = factory.Sequence(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n % 300))
    amount = Decimal("12.50")

    class Meta:
        model = Sale


class ToyOrderFactory(RecordedFactory[ToyOrder]):
    """Orders with one line."""

    number = factory.Sequence(lambda n: f"O-{n:04}")
    buyer = factory.Sequence(lambda n: f"Buyer {n:03}")
    owner = factory.SubFactory(UserFactory)

    class Meta:
        model = ToyOrder
        skip_postgeneration_save = True

    @factory.post_generation
    def rows(self: Any, create: bool, _given: Any, **_options: Any) -> None:
        """Give it a line of words."""
        if create:
            ToyOrderLineFactory(order=self)


class ToyOrderLineFactory(RecordedFactory[ToyOrderLine]):
    """Lines of words alone."""

    order = factory.SubFactory(ToyOrderFactory)
    position = 1
    wording = factory.Sequence(lambda n: f"Wooden train {n:03}")
    quantity = Decimal(2)
    unit_price = Decimal("4.5")
    cost = Decimal("6543210.75")

    class Meta:
        model = ToyOrderLine


class OfferFactory(RecordedFactory[Offer]):
    """Offers without lines."""

    number = factory.Sequence(lambda n: f"F-{n:04}")
    buyer = factory.Sequence(lambda n: f"Buyer {n:03}")
    owner = factory.SubFactory(UserFactory)

    class Meta:
        model = Offer


class OfferLineFactory(RecordedFactory[OfferLine]):
    """So many of one thing."""

    offer = factory.SubFactory(OfferFactory)
    position = factory.Sequence(lambda n: n + 1)
    wording = factory.Sequence(lambda n: f"Wooden boat {n:03}")
    quantity = Decimal(10)

    class Meta:
        model = OfferLine


class ParcelFactory(RecordedFactory[Parcel]):
    """Parcels that continue nothing."""

    number = factory.Sequence(lambda n: f"P-{n:04}")
    buyer = factory.Sequence(lambda n: f"Buyer {n:03}")
    owner = factory.SubFactory(UserFactory)
    present = factory.SubFactory(ToyFactory)

    class Meta:
        model = Parcel


class ParcelLineFactory(RecordedFactory[ParcelLine]):
    """Something that was put in."""

    parcel = factory.SubFactory(ParcelFactory)
    position = factory.Sequence(lambda n: n + 1)
    wording = factory.Sequence(lambda n: f"Wooden boat {n:03}")

    class Meta:
        model = ParcelLine
