"""The tables of the toy domain."""

from tests.toy.models.neighbour import Borrower, Lender, Neighbour
from tests.toy.models.order import ToyOrder, ToyOrderLine
from tests.toy.models.parcel import Offer, OfferLine, Parcel, ParcelLine
from tests.toy.models.piece import Piece
from tests.toy.models.sale import Sale
from tests.toy.models.shelf import Shelf
from tests.toy.models.swap import Swap
from tests.toy.models.tag import Tag
from tests.toy.models.toy import Toy

__all__ = [
    "Borrower",
    "Lender",
    "Neighbour",
    "Offer",
    "OfferLine",
    "Parcel",
    "ParcelLine",
    "Piece",
    "Sale",
    "Shelf",
    "Swap",
    "Tag",
    "Toy",
    "ToyOrder",
    "ToyOrderLine",
]
