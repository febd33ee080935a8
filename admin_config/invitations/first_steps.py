"""What each role can do here and where it begins, as the welcome page tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FirstStep:
    """Something to do first: a screen's list, or the empty form where it says ``add``."""

    screen: str
    title: Any = field(compare=False)
    text: Any = field(compare=False)
    add: bool = False


@dataclass(frozen=True)
class Welcome:
    """What a role can do, in sentences, and its first steps in order."""

    can: tuple[Any, ...]
    steps: tuple[FirstStep, ...]


_QUOTATION = FirstStep(
    "sales.quotation",
    _("Write a quotation"),
    _("Paste what the customer asked for: each line finds its goods."),
    add=True,
)
_CUSTOMER = FirstStep(
    "parties.customer",
    _("Add a customer"),
    _("With contact, address and terms; quotations take them over."),
    add=True,
)
_SUPPLIER = FirstStep(
    "parties.supplier",
    _("Add a supplier"),
    _("With contacts, addresses and the currency in which you buy."),
    add=True,
)
_GOODS = FirstStep(
    "catalog.sku",
    _("Look for goods"),
    _("By code, brand, model or specification; Ctrl K finds them from every page."),
)

#: By the code of the role; a role of one's own has the notes that were written for it.
WELCOMES: dict[str, Welcome] = {
    "system": Welcome(
        can=(
            _("You hold every right: you let people in, give them roles and keep the house going."),
            _("You see what everybody did, and take back what was a mistake."),
        ),
        steps=(
            FirstStep(
                "staff.invitation",
                _("Invite your colleagues"),
                _("Paste their addresses and choose their roles."),
            ),
            FirstStep(
                "company.company",
                _("Look through the company"),
                _("Its name, logo and language stand on every paper."),
            ),
            FirstStep(
                "staff.role",
                _("Look through the roles"),
                _("What each may see and do, and up to what amount it approves."),
            ),
            FirstStep(
                "foundation.outboxmail",
                _("See whether mails leave the house"),
                _("Each mail with its state, and the error where one could not be sent."),
            ),
        ),
    ),
    "manager": Welcome(
        can=(
            _("You see the whole business: customers, suppliers, goods, costs and margins."),
            _("You approve quotations, and invite people who sell, buy, store and count."),
        ),
        steps=(
            FirstStep(
                "sales.quotation",
                _("See which quotations wait"),
                _("What is submitted waits for your yes or no."),
            ),
            FirstStep(
                "staff.invitation",
                _("Invite your colleagues"),
                _("Paste their addresses and choose their roles."),
            ),
            _GOODS,
            FirstStep(
                "foundation.operation",
                _("Read what was done"),
                _("Every change, by whom and why, with its undo."),
            ),
        ),
    ),
    "sales": Welcome(
        can=(
            _("You sell to customers of your own: you see and change theirs and your papers."),
            _("You approve others' quotations up to the amount of your role, never your own."),
        ),
        steps=(_CUSTOMER, _QUOTATION, _GOODS),
    ),
    "purchasing": Welcome(
        can=(
            _("You buy from suppliers of your own and keep the goods: codes, prices, pictures."),
            _("You see what goods cost."),
        ),
        steps=(_SUPPLIER, _GOODS),
    ),
    "storekeeper": Welcome(
        can=(
            _("You keep the goods: their names, what they weigh, in which unit they count."),
            _("You look customers and suppliers up and print their addresses."),
        ),
        steps=(
            _GOODS,
            FirstStep(
                "parties.customer",
                _("Look a customer up"),
                _("Where goods go to, and whom to call."),
            ),
        ),
    ),
    "finance": Welcome(
        can=(
            _("You keep rates, terms and credit limits, and see what goods cost."),
            _("You see all customers, suppliers and quotations."),
        ),
        steps=(
            FirstStep(
                "company.exchangerate",
                _("Enter today's rates"),
                _("Papers in other currencies take them."),
            ),
            FirstStep(
                "parties.customer",
                _("Look customers through"),
                _("Terms of payment and credit limits, by file too."),
            ),
        ),
    ),
    "auditor": Welcome(
        can=(
            _("You read everything and change nothing; your account ends on a day."),
            _("Every record has a history that shows who changed what, when and why."),
        ),
        steps=(
            FirstStep(
                "foundation.operation",
                _("Read what was done"),
                _("Every change, by whom and why; filter by person, kind and time."),
            ),
            FirstStep(
                "staff.user",
                _("See who may do what"),
                _("Accounts with their roles and rights."),
            ),
        ),
    ),
}
