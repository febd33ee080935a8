"""The roles that the house brings along and what each may do, section by section.

A new domain adds its models to a section; ``align_roles`` then gives every role its rights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

#: What a letter of the table allows.
LETTERS: dict[str, tuple[str, ...]] = {
    "R": ("view",),
    "W": ("add", "change"),
    "D": ("delete",),
    "C": ("copy",),
    "A": ("approve",),
    "P": ("print",),
    "X": ("export",),
    "I": ("import",),
}
ALL = "RWDCAPXI"


@dataclass(frozen=True)
class DefaultRole:
    """A role that the house brings along."""

    code: str
    name: str
    name_zh: str
    note: str
    needs_end: bool = False
    #: Up to what amount in the base currency it approves; ``None`` is any amount.
    approval_limit: int | None = None


SYSTEM = "system"
ROLES = (
    DefaultRole(SYSTEM, "System", "系统管理员", gettext_noop("Holds every right.")),
    DefaultRole("manager", "Manager", "经理", gettext_noop("Runs the business, sees all of it.")),
    DefaultRole(
        "sales",
        "Sales",
        "销售",
        gettext_noop("Sells to customers of their own."),
        approval_limit=20_000,
    ),
    DefaultRole("purchasing", "Purchasing", "采购", gettext_noop("Buys from own suppliers.")),
    DefaultRole("storekeeper", "Storekeeper", "仓管", gettext_noop("Keeps the warehouses.")),
    DefaultRole("finance", "Finance", "财务", gettext_noop("Keeps invoices, payments and rates.")),
    DefaultRole(
        "auditor",
        "Auditor",
        "审计",
        gettext_noop("Reads everything, changes nothing."),
        needs_end=True,
    ),
)

#: What belongs to which section. A model may stand in two; a role then has the rights of both.
SECTIONS: dict[str, tuple[str, ...]] = {
    "goods": (
        "catalog.brand",
        "catalog.unit",
        "catalog.category",
        "catalog.specification",
        "catalog.specificationchoice",
        "catalog.product",
        "catalog.productimage",
        "catalog.sku",
        "catalog.skuspecification",
        "catalog.catalogueentry",
        "catalog.formerdesignation",
        "catalog.entryspecification",
        "catalog.sensitivesku",
    ),
    "texts": ("company.textblock",),
    "print": ("company.printsetting",),
    "company": (
        "company.company",
        "company.currency",
        "company.country",
        "company.region",
        "company.paymentterms",
        "company.deliveryway",
        "foundation.numberseries",
    ),
    "rates": ("company.exchangerate", "company.taxrate"),
    "customers": ("parties.customer",),
    "quotations": ("sales.quotation", "sales.quotationline"),
    "suppliers": ("parties.supplier",),
    "people": (
        "parties.party",
        "parties.contact",
        "parties.address",
        "parties.billingprofile",
    ),
    "staff": ("staff.user", "staff.role"),
    "deputies": ("staff.deputyship",),
    "sessions": ("staff.session", "staff.throttle"),
    "invitations": ("staff.invitation", "staff.accountrequest"),
    "audit": ("foundation.operation", "foundation.logentry"),
    "archive": ("console.issuedpaper",),
    "system": ("foundation.job",),
}

#: Who may do what in a section; ``own`` limits it to records that the person owns.
TABLE: dict[str, dict[str, str]] = {
    "goods": {
        "manager": ALL,
        "sales": "RWCP",
        "purchasing": "RWCP",
        "storekeeper": "RW",
        "finance": "R",
    },
    "texts": {"manager": ALL, "sales": "R", "purchasing": "R", "finance": "R"},
    "print": {"manager": ALL},
    "company": {"manager": "R", "finance": "R"},
    "rates": {"manager": "R", "finance": "RW"},
    "customers": {
        "manager": ALL,
        "sales": "RWDCP own",
        "storekeeper": "RP",
        "finance": ALL,
    },
    "quotations": {"manager": ALL, "sales": "RWDCPA own", "finance": "R"},
    "suppliers": {
        "manager": ALL,
        "purchasing": "RWDCP own",
        "storekeeper": "RP",
        "finance": ALL,
    },
    "people": {
        "manager": ALL,
        "sales": "RWDCP own",
        "purchasing": "RWDCP own",
        "storekeeper": "RP",
        "finance": ALL,
    },
    "staff": {"manager": "R"},
    "deputies": {
        "manager": "RWDX",
        "sales": "RWD own",
        "purchasing": "RWD own",
        "storekeeper": "RWD own",
        "finance": "RWD own",
    },
    "sessions": {},
    "invitations": {"manager": "RWXI"},
    "audit": {"manager": "R"},
    "archive": {"manager": "RX"},
    "system": {},
}
#: As what a role may invite people, though it adds no accounts and holds less here and there.
INVITES: dict[str, tuple[str, ...]] = {
    "manager": ("sales", "purchasing", "storekeeper", "finance"),
}
#: The auditor reads every section.
AUDITOR = "R"

#: Guarded fields and the roles that see and set them. Who sells does not set how much credit the
#: customer gets: a limit that sales could raise would limit nothing.
_COSTS = ("manager", "purchasing", "finance", "auditor")
SIGHT: dict[str, tuple[str, ...]] = {
    "catalog.sku.reference_cost": _COSTS,
    "catalog.sku.latest_cost": _COSTS,
    "catalog.sku.average_cost": _COSTS,
    "sales.quotationline.cost": _COSTS,
    "sales.quotationline.margin": _COSTS,
    "parties.party.credit_limit": ("manager", "finance", "auditor"),
    "parties.customer.credit_limit": ("manager", "finance", "auditor"),
    "parties.supplier.credit_limit": ("manager", "finance", "auditor"),
}


def rights_of_role(code: str) -> set[str]:
    """Return ``app.codename`` of every right that the table gives a role (but System: it has all).

    Rights are named whether or not the model knows them; ``align_roles`` takes those that exist.
    """
    rights = set(_sight_of(code))
    for section, labels in SECTIONS.items():
        letters = AUDITOR if code == "auditor" else TABLE[section].get(code, "")
        for label in labels:
            rights.update(_rights_on(label, letters))
    return rights


def _rights_on(label: str, letters: str) -> Iterator[str]:
    from erp.foundation.models.recorded import OWN_ACTIONS

    app, model = label.split(".")
    kinds, _blank, reach = letters.partition(" ")
    for letter in kinds:
        for action in LETTERS[letter]:
            own = "own_" if reach == "own" and action in OWN_ACTIONS else ""
            yield f"{app}.{own}{action}_{model}"


def _sight_of(code: str) -> Iterator[str]:
    for path, roles in SIGHT.items():
        app, model, field = path.split(".")
        if code in roles:
            yield f"{app}.see_{field}_{model}"


def unknown_models(apps: Any) -> list[str]:
    """Return the labels of the table that name no model."""
    known = {model._meta.label_lower for model in apps.get_models()}
    return sorted(label for labels in SECTIONS.values() for label in labels if label not in known)
