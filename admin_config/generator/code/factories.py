"""The factories of a domain as Python: one valid record of every model, made in tests."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.blueprint import TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.models import choice_class, constant

#: Below this a counted text may not fit.
_FEW_LETTERS = 9
_PLAIN = {
    Kind.LONG_TEXT: "'Some words.'",
    Kind.INTEGER: "7",
    Kind.YES_NO: "True",
    Kind.EMAIL: "factory.Sequence(lambda n: f'somebody{n}@example.com')",
    Kind.LINK: "'https://example.com/'",
    Kind.DATE: "factory.Sequence(lambda n: dt.date(2026, 1, 1) + dt.timedelta(days=n % 300))",
    Kind.MOMENT: (
        "factory.Sequence("
        "lambda n: dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC) + dt.timedelta(hours=n))"
    ),
}


def factories_file(domain: DomainPlan) -> str:
    """Return the factories of all models, each after those it needs."""
    names = sorted(model.name for model in domain.models)
    body = [line for model in _by_need(domain) for line in _factory(domain, model)]
    used = "\n".join(body)
    imports = [
        "import datetime as dt" if "dt." in used else "",
        "from decimal import Decimal" if "Decimal(" in used else "",
        "",
        "import factory" if "factory." in used else "",
        "",
        f"from erp.{domain.name}.models import {', '.join([*names, *_choices(domain, used)])}",
        *sorted(_foreign(domain)),
        "from tests.factories.recorded import RecordedFactory",
        "from tests.factories.short_text import short_text" if "short_text(" in used else "",
    ]
    return "\n".join([f'"""Makes records of {domain.title}."""', "", *imports, *body, ""])


def _by_need(domain: DomainPlan) -> list[ModelPlan]:
    """Return the models so that one comes after those of which its factory makes records."""
    left = list(domain.models)
    found: list[ModelPlan] = []
    while left:
        waiting = {model.name for model in left}
        ready = [m for m in left if not _needed(m) & waiting - {m.name}] or left[:1]
        found.append(ready[0])
        left.remove(ready[0])
    return found


def _needed(model: ModelPlan) -> set[str]:
    return {field.to for field in model.fields if _made_along(model, field)}


def _choices(domain: DomainPlan, used: str) -> list[str]:
    classes = {
        choice_class(domain, model, field)
        for model in domain.models
        for field in model.fields
        if field.kind is Kind.CHOICE
    }
    return sorted(name for name in classes if f"{name}." in used)


def _foreign(domain: DomainPlan) -> set[str]:
    return {
        f"from tests.factories.{field.to.split('.')[0]} import {field.to.split('.')[1]}Factory"
        for model in domain.models
        for field in model.fields
        if _made_along(model, field) and "." in field.to
    }


def _made_along(model: ModelPlan, field: FieldPlan) -> bool:
    required = field.required or field.name in {*model.key, model.owner}
    return field.kind is Kind.RELATION and required and field.to != model.name


def _factory(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    yield ""
    yield ""
    yield f"class {model.name}Factory(RecordedFactory[{model.name}]):"
    yield f'    """{model.about}"""'
    yield ""
    yield "    class Meta:"
    yield f"        model = {model.name}"
    yield ""
    for field in model.fields:
        value = _value(domain, model, field)
        if value:
            yield f"    {field.name} = {value}"


def _value(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> str:
    if _made_along(model, field):
        return f"factory.SubFactory({field.to.split('.')[-1]}Factory)"
    if field.kind in TEXTS and field.length < _FEW_LETTERS:
        return f"factory.Sequence(lambda n: short_text(n, {field.length}))"
    if field.kind in TEXTS:
        stem = field.title.capitalize()[: max(field.length - 6, 0)]
        between = " " if stem and field.kind is Kind.TEXT else ""
        text = f"{stem}{between}{{n}}" if field.kind is Kind.TEXT else "{n:05d}"
        return f'factory.Sequence(lambda n: f"{text}")'
    if field.kind is Kind.CHOICE:
        return f"{choice_class(domain, model, field)}.{constant(field.choices[0].value)}"
    if field.digits != (0, 0):
        return f"Decimal('{'7.5' if field.digits[1] else '7'}')"
    return _PLAIN.get(field.kind, "")
