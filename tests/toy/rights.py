"""Who may do what with toys, in the words of the house's own table."""

from erp.staff import default_rights

SECTIONS = {
    "toys": ("toy.toy", "toy.piece", "toy.toyorder", "toy.toyorderline"),
    "toy chain": ("toy.offer", "toy.offerline", "toy.parcel", "toy.parcelline"),
    "shelves": ("toy.shelf", "toy.tag"),
    "toy ledger": ("toy.sale",),
    "toy neighbours": ("toy.lender", "toy.borrower"),
}
TABLE = {
    "toys": {
        "manager": default_rights.ALL,
        "sales": "RWDCPX own",
        "purchasing": "R",
        "storekeeper": "RW",
        "finance": "RX",
    },
    "toy chain": {"manager": default_rights.ALL, "sales": "RWC own", "storekeeper": "R"},
    "shelves": {
        "manager": default_rights.ALL,
        "sales": "R",
        "purchasing": "RWD",
        "storekeeper": "R",
    },
    "toy neighbours": {"manager": default_rights.ALL},
    "toy ledger": {"manager": "RX", "sales": "R own", "finance": "RX"},
}
SIGHT = {
    "toy.toy.cost": ("manager", "finance"),
    "toy.piece.cost": ("manager", "finance"),
    "toy.toyorderline.cost": ("manager", "finance"),
}


def register() -> None:
    """Enter the sections as a domain of the house would; twice changes nothing."""
    default_rights.SECTIONS.update(SECTIONS)
    default_rights.TABLE.update(TABLE)
    default_rights.SIGHT.update(SIGHT)
