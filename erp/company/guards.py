"""What stands before writes of the company's own records, and what is worked out after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from erp.company.models import Company, ExchangeRate, Region
from erp.company.rules.company import check_a_company_remains, check_base_currency_stays
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.recorder import Change
from erp.foundation.settling import settle


def register() -> None:
    """Put the checks before the company, and keep the names of regions whole."""
    guard(Company, _company_may_be_written)
    settle(Region, _pass_names_down)


def _company_may_be_written(attempt: Attempt) -> None:
    company: Any = attempt.record
    if attempt.verb == Verb.DELETE:
        check_a_company_remains(Company.objects.exclude(pk=company.pk).count())
    elif attempt.verb == Verb.CHANGE:
        before = company.before()["base_currency_id"]
        if before != company.base_currency_id:
            rates = ExchangeRate.objects.count()
            check_base_currency_stays(before, company.base_currency_id, rates=rates)


def _pass_names_down(changes: Sequence[Change]) -> None:
    """Bring full names in line, of renamed regions, also by an undo, and of those below them."""
    named = _differing(changes, ("name", "name_zh", "parent_id"))
    passed = _differing(changes, ("full_name", "full_name_zh", "level"))
    for found in ({"pk__in": named}, {"parent__in": passed}) if named or passed else ():
        for region in Region.objects.filter(**found).select_related("parent"):
            region.derive()
            region.save()


def _differing(changes: Sequence[Change], names: tuple[str, ...]) -> list[Any]:
    """Return the keys of changed records that differ in one of these columns."""
    return [
        change.pk
        for change in changes
        if change.sign == "~"
        and change.before is not None
        and any(change.before[name] != change.after[name] for name in names)
    ]
