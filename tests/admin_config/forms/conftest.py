"""A toy to be edited, and its pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from erp.staff.models import User
from tests.language.writing import as_the_house
from tests.toy.models import Piece, Shelf, Tag, Toy

ADD = "/toy/toy/add/"


def change_page(toy: Toy) -> str:
    """Return the address of a toy's form."""
    return f"/toy/toy/{toy.pk}/change/"


@pytest.fixture
def toy(sales: User) -> Toy:
    """A train of the seller with one piece, on a shelf, with a tag."""
    with as_the_house():
        shelf = Shelf(name="North")
        shelf.save()
        tag = Tag(name="fast")
        tag.save()
        made = Toy(
            code="T-1", name="Train", owner=sales, price=Decimal(10), cost=Decimal(7), shelf=shelf
        )
        made.save()
        made.tags.add(tag)
        Piece(toy=made, name="Wagon", cost=Decimal(2)).save()
    return Toy.objects.get()
