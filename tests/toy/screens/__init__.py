"""The toy domain's part of the menu."""

from admin_config.engine.spec import MenuSection
from tests.toy.screens import (
    borrower,
    lender,
    offer,
    parcel,
    piece,
    sale,
    shelf,
    tag,
    toy,
    toy_order,
)

MENU = (
    MenuSection(
        "Toys", (toy.SCREEN, piece.SCREEN, toy_order.SCREEN, shelf.SCREEN, tag.SCREEN, sale.SCREEN)
    ),
    MenuSection("Chain", (offer.SCREEN, parcel.SCREEN)),
    MenuSection("Neighbours", (lender.SCREEN, borrower.SCREEN)),
)
