"""What the forms of print show beside them: a paper as it would be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.trying import check_printable, offered_papers, tried
from admin_config.engine.spec import Layout, Pick, Preview
from admin_config.screens.company.print_looks import layouts, look, looks
from erp.company.models import Company, PrintSetting
from erp.foundation.actor import Actor
from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.refusal import Refusal

_TEXTS = tuple(each for name in PrintSetting.texts for each in (name, f"{name}_zh"))
#: What papers print of our company.
_LETTERHEAD = (
    *("name", "name_zh", "address", "address_zh", "phone", "fax", "email", "website", "tax_id"),
    *("bank_name", "bank_name_zh", "bank_account", "bank_code", "bank_address"),
    *("bank_address_zh", "logo", "stamp"),
)


def _setting_drawn(setting: PrintSetting, *, chosen: Mapping[str, str], by: Actor) -> bytes:
    """Return a paper as it is printed with a setting that is only typed."""
    check_printable(setting, _TEXTS)
    layout = _layout(setting.layout)
    if layout is None:
        raise Refusal({"layout": _("Choose a layout.")})
    return _drawn(layout, look(setting), setting.company, chosen, by)


def _setting_picks(setting: PrintSetting, *, by: Actor) -> Sequence[Pick]:
    """Offer papers of the setting's layout and company, and the languages."""
    company = setting.company if setting.company_id else None
    return _picks(_layout(setting.layout), company, by)


def _company_drawn(company: Company, *, chosen: Mapping[str, str], by: Actor) -> bytes:
    """Return a paper as it is printed with a letterhead that is only typed."""
    check_printable(company, _LETTERHEAD)
    layout = _headed()
    if layout is None:
        raise Refusal(_("Nothing is printed with a letterhead yet."))
    found = looks(layout.name).get(company.pk, Look())
    return _drawn(layout, found, company, chosen, by)


def _company_picks(company: Company, *, by: Actor) -> Sequence[Pick]:
    """Offer papers of the company, and the languages."""
    return _picks(_headed(), company if company.pk else None, by)


def _layout(name: str) -> Layout | None:
    return next((each for _screen, each in layouts() if each.name == name), None)


def _headed() -> Layout | None:
    """Return the first layout that has a letterhead."""
    return next((each for _screen, each in layouts() if each.letterhead is not None), None)


def _drawn(layout: Layout, how: Look, company: Any, chosen: Mapping[str, str], by: Actor) -> bytes:
    language = chosen.get("language", "")
    if language not in dict(_languages()):
        language = ""
    return tried(layout, how, company, key=chosen.get("paper", ""), language=language, by=by)


def _picks(layout: Layout | None, company: Any, by: Actor) -> Sequence[Pick]:
    papers = offered_papers(layout, company, by) if layout else []
    return (
        Pick("paper", pgettext_lazy("print", "paper shown"), papers),
        Pick("language", gettext_lazy("language"), _languages()),
    )


def _languages() -> list[tuple[str, str]]:
    usual = ("", pgettext("language of a paper", "as set here"))
    return [usual, ("en", "English"), ("zh-hans", "简体中文"), ("both", _("both languages"))]


def _may_be_printed(attempt: Attempt) -> None:
    """Refuse standing texts that could not be printed: every paper would be stuck."""
    if attempt.verb in {Verb.CREATE, Verb.CHANGE}:
        check_printable(attempt.record, _TEXTS)


def _letterhead_may_be_printed(attempt: Attempt) -> None:
    """Refuse a change of our letterhead that could not be printed; what was there before stays."""
    texts = [name for name in _LETTERHEAD if name not in {"logo", "stamp"}]
    if attempt.verb is Verb.CHANGE:
        before = attempt.record.before()
        texts = [name for name in texts if getattr(attempt.record, name) != before[name]]
    if attempt.verb in {Verb.CREATE, Verb.CHANGE}:
        check_printable(attempt.record, texts)


guard(PrintSetting, _may_be_printed)
guard(Company, _letterhead_may_be_printed)
SETTING_PREVIEW = Preview(_setting_drawn, picks=_setting_picks)
COMPANY_PREVIEW = Preview(_company_drawn, picks=_company_picks)
