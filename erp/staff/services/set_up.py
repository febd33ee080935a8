"""Set an empty installation up: reference data, the company, its numbers, the first account."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.company.models import Company, Currency, TaxKind, TaxRate
from erp.company.services.reference import load_reference_data
from erp.foundation.actor import SYSTEM
from erp.foundation.models import NumberSeries, OperationKind, OutboxMail
from erp.foundation.operation import AlreadyDone, RunningOperation, run
from erp.foundation.refusal import Refusal
from erp.foundation.services.mail import write_mail_now
from erp.staff.models import Role, User
from erp.staff.queries.first_run import is_empty_house
from erp.staff.rules.user import check_password
from erp.staff.services.role import align_roles

if TYPE_CHECKING:
    from erp.foundation.models import Period

#: Two people may post the form at once; the token lets exactly one of them through.
_ONCE = "first-run"


@dataclass(frozen=True)
class SetUp:
    """What the first administrator says about the company and about themselves."""

    company: str
    company_zh: str
    currency: str
    language: str
    time_zone: str
    tax_percent: Decimal
    number_period: Period
    number_digits: int
    username: str
    name: str
    email: str
    password: str
    #: An uploaded image, looked at by ``check_image``.
    logo: Any = None


def set_up_house(wanted: SetUp) -> User:
    """Make everything an empty installation needs, as one operation; return the first account.

    In this order: reference data, roles, the company, its tax rate and number series, the account
    with the System role. Refused as a whole once anybody has an account.
    """
    try:
        return run(
            lambda running: _set_up(running, wanted),
            OperationKind.COMMAND,
            by=SYSTEM,
            form_token=_ONCE,
        )
    except AlreadyDone:
        raise _refusal() from None


def _refusal() -> Refusal:
    return Refusal(_("This installation is already set up. Sign in instead."), code="set_up")


def _set_up(running: RunningOperation, wanted: SetUp) -> User:
    if not is_empty_house():
        raise _refusal()
    load_reference_data(by=SYSTEM)
    align_roles(by=SYSTEM)
    _make_company(wanted)
    _choose_tax(wanted.tax_percent)
    _choose_numbers(wanted.number_period, wanted.number_digits)
    account = _make_account(wanted)
    running.row.summary = wanted.company
    return account


def send_test_mail(account: User) -> OutboxMail:
    """Send a mail to somebody's own address at once; the mail tells how it went."""
    with translation.override(account.language):
        return write_mail_now(
            to=account.email,
            subject=_("Test mail from Countinghouse"),
            body=_("Mail works: this reached you at %(address)s.") % {"address": account.email},
        )


def _make_company(wanted: SetUp) -> None:
    company = Company(
        name=wanted.company,
        name_zh=wanted.company_zh,
        base_currency=Currency.objects.get(code=wanted.currency),
        language=wanted.language,
        time_zone=wanted.time_zone,
        logo=wanted.logo or "",
    )
    company.full_clean()
    company.save()


def _choose_tax(percent: Decimal) -> None:
    """Add the house's usual rate where the reference data has none like it."""
    if TaxRate.objects.filter(percent=percent).exists():
        return
    rate = TaxRate(
        name=f"VAT {percent.normalize():f}%",
        name_zh=f"增值税 {percent.normalize():f}%",
        percent=percent,
        kind=TaxKind.STANDARD,
    )
    rate.full_clean()
    rate.save()


def _choose_numbers(period: Period, digits: int) -> None:
    for series in NumberSeries.objects.all():
        series.period, series.digits = period, digits
        series.full_clean()
        series.save()


def _make_account(wanted: SetUp) -> User:
    account = User(
        username=wanted.username,
        name=wanted.name,
        email=wanted.email,
        email_verified_at=timezone.now() if wanted.email else None,
        language=wanted.language,
        time_zone=wanted.time_zone,
    )
    check_password(wanted.password, account)
    account.set_password(wanted.password)
    account.full_clean()
    account.save()
    account.groups.set(Role.objects.filter(code="system"))
    return account
