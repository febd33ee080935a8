"""What can be done with toys."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.refusal import Refusal
from tests.toy.models import Sale, Toy

#: From this price on a toy is locked up.
DEAR = Decimal(100)


@service(OperationKind.ACTION, told=_("recalled"))
def recall_toy(toy: Toy, *, by: Actor, reason: str = "") -> None:
    """Mark a toy as unsafe; one that is recalled already is refused."""
    if not toy.safe:
        raise Refusal("This toy was recalled already.", code="recalled")
    toy.safe = False
    toy.save()


def least_age(kind: str, *, price: Decimal | None = None, **_asked: object) -> dict[str, object]:
    """Say from which age on toys of a kind are, and who keeps dear ones."""
    dear = price is not None and price >= DEAR
    note = "locked up" if dear else None
    is_train = kind == "train"
    features = "battery,sound" if is_train else None
    facts = {"age": 6 if is_train else 4, "note": note, "features": features}
    return {**facts, "cost": Decimal(1), "shelf": None}


def sales_of(toy: Toy) -> QuerySet[Sale]:
    """Return the sales of a toy, the newest first."""
    return Sale.objects.filter(toy=toy).order_by("-sold_on")


def shelf_for(toy: Toy, *, by: Actor) -> dict[str, object]:
    """Say what a shelf for one toy is called; unsafe ones get none."""
    if not toy.safe:
        raise Refusal("An unsafe toy gets no shelf.", code="unsafe")
    return {"name": f"Shelf of {toy.code}"}
