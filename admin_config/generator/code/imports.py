"""The imports that a written file needs, found by the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from admin_config.generator.blueprint import CHOSEN, DomainPlan
from admin_config.generator.code.fields import choice_class

_KNOWN = {
    "dt": "import datetime as dt",
    "Decimal": "from decimal import Decimal",
    "Any": "from typing import Any",
    "ClassVar": "from typing import ClassVar",
    "Callable": "from collections.abc import Callable",
    "settings": "from django.conf import settings",
    "MaxValueValidator": "from django.core.validators import MaxValueValidator",
    "MinValueValidator": "from django.core.validators import MinValueValidator",
    "models": "from django.db import models",
    "QuerySet": "from django.db.models import QuerySet",
    "timezone": "from django.utils import timezone",
    "_": "from django.utils.translation import gettext_lazy as _",
    "pgettext_lazy": "from django.utils.translation import pgettext_lazy",
    "PaperLine": "from erp.catalog.models.paper_line import PaperLine",
    "fill_from_sku": "from erp.catalog.queries.paper_line import fill_from_sku",
    "match_lines": "from erp.catalog.queries.paper_line import match_lines",
    "PricedPaper": "from erp.catalog.services.paper_totals import PricedPaper",
    "NumberedPaper": "from erp.company.models import NumberedPaper",
    "Paper": "from erp.company.models import Paper",
    "PaperHead": "from erp.company.models import PaperHead",
    "Continuation": "from erp.foundation.continuing import Continuation",
    "chain": "from erp.foundation.continuing import chain",
    "house_day": "from erp.foundation.house_day import house_day",
    "LifeCycle": "from erp.foundation.life_cycle import LifeCycle",
    "Step": "from erp.foundation.life_cycle import Step",
    "govern": "from erp.foundation.life_cycle import govern",
    "take_step": "from erp.foundation.life_cycle import take_step",
    "settle_parts": "from erp.foundation.locked_parts import settle_parts",
    "Adopted": "from erp.foundation.models.adopted import Adopted",
    "KeyField": "from erp.foundation.models import KeyField",
    "OperationKind": "from erp.foundation.models import OperationKind",
    "Recorded": "from erp.foundation.models import Recorded",
    "SeveralChoicesField": "from erp.foundation.models import SeveralChoicesField",
    "SourceLine": "from erp.foundation.models import SourceLine",
    "service": "from erp.foundation.operation import service",
    "Refusal": "from erp.foundation.refusal import Refusal",
    "settle": "from erp.foundation.settling import settle",
    "check_may_approve": "from erp.staff.queries.paper_approval import check_may_approve",
    "let_deputies_approve": "from erp.staff.queries.paper_approval import let_deputies_approve",
    "note_deputy": "from erp.staff.queries.paper_approval import note_deputy",
    "may_approve": "from erp.staff.queries.paper_approval import may_approve",
    "papers_to_approve": "from erp.staff.queries.paper_approval import papers_to_approve",
    "Amounts": "from admin_config.engine.spec import Amounts",
    "Belongs": "from admin_config.engine.spec import Belongs",
    "Continues": "from admin_config.engine.spec import Continues",
    "Fill": "from admin_config.engine.spec import Fill",
    "Children": "from admin_config.engine.spec import Children",
    "Copy": "from admin_config.engine.spec import Copy",
    "Do": "from admin_config.engine.spec import Do",
    "HomeCard": "from admin_config.engine.spec import HomeCard",
    "Import": "from admin_config.engine.spec import Import",
    "Lines": "from admin_config.engine.spec import Lines",
    "Screen": "from admin_config.engine.spec import Screen",
    "Section": "from admin_config.engine.spec import Section",
    "Share": "from admin_config.engine.spec import Share",
    "Trend": "from admin_config.engine.spec import Trend",
}
_STRINGS = re.compile(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_NAMES = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\b(?!\s*=[^=]|\w*:)")


def names_in(body: str) -> set[str]:
    """Return the names that stand in code, outside of texts."""
    return set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", _STRINGS.sub("''", body)))


def imports_for(body: str, *more: str, **instead: str) -> list[str]:
    """Return the imports for the names in the code; ``instead`` says from where others come."""
    used = names_in(body)
    found = {line for name, line in {**_KNOWN, **instead}.items() if name in used}
    return sorted({*found, *more})


def models_in(domain: DomainPlan, body: str) -> list[str]:
    """Return the import of those models and choices of the domain that stand in the code."""
    known = [
        *(model.name for model in domain.models),
        *(
            choice_class(domain, model, field)
            for model in domain.models
            for field in model.fields
            if field.kind in CHOSEN
        ),
    ]
    used = sorted({*known} & names_in(body))
    return [f"from erp.{domain.name}.models import {', '.join(used)}"] if used else []


def module(says: str, imports: Iterable[str], body: str, *, future: bool = True) -> str:
    """Return a file: what it says it is, its imports, its code."""
    head = ["from __future__ import annotations", ""] if future else []
    return "\n".join([f'"""{says}"""', "", *head, *imports, "", "", body.strip("\n"), ""])
