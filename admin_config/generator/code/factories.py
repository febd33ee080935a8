"""The factories of a domain as Python: one valid record of every model, made in tests."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.blueprint import CHOSEN, TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.fields import choice_class, constant, several_constants
from admin_config.generator.code.fitting import days_later, figure_for, is_needed
from admin_config.generator.code.imports import imports_for, models_in
from admin_config.generator.reading.schema import Family

#: Below this a counted text may not fit.
_FEW_LETTERS = 9
_PLAIN = {
    Kind.LONG_TEXT: "'Some words.'",
    Kind.YES_NO: "True",
    Kind.EMAIL: "factory.Sequence(lambda n: f'somebody{n}@example.com')",
    Kind.LINK: "'https://example.com/'",
}
_KEY = 'f"{n:05d}"'
_MADE_ALONG = {"sku": "catalog.Sku", "unit": "catalog.Unit", "tax_rate": "company.TaxRate"}


def factories_file(domain: DomainPlan) -> str:
    """Return the factories of all models, each after those it needs."""
    body = [line for model in _by_need(domain) for line in _factory(domain, model)]
    used = "\n".join(body)
    imports = [
        *imports_for(used, *_foreign(domain)),
        "import factory" if "factory." in used else "",
        "from erp.company.models import Company" if "Company." in used else "",
        "from erp.company.services.reference import make_number_series"
        if "make_number_series" in used
        else "",
        "from erp.foundation.actor import SYSTEM" if "SYSTEM" in used else "",
        *models_in(domain, used),
        "from tests.factories.foreign_row import ForeignRowFactory"
        if "ForeignRowFactory" in used
        else "",
        "from tests.factories.recorded import RecordedFactory" if "RecordedFactory" in used else "",
        "from tests.factories.short_text import short_text" if "short_text(" in used else "",
    ]
    future = ["from __future__ import annotations", ""]
    return "\n".join([f'"""Makes records of {domain.title}."""', "", *future, *imports, *body, ""])


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


def _foreign(domain: DomainPlan) -> set[str]:
    targets = {
        field.to
        for model in domain.models
        for field in model.fields
        if _made_along(model, field) and "." in field.to
    }
    for model in domain.models:
        if model.paper is not None:
            targets.add("staff.User")
        if model.priced:
            targets.add("company.Company")
        if domain.is_priced_line(model):
            targets |= set(_MADE_ALONG.values())
    return {
        f"from tests.factories.{app} import {name}Factory"
        for app, _dot, name in (target.partition(".") for target in targets)
    }


def _made_along(model: ModelPlan, field: FieldPlan) -> bool:
    return (
        field.kind is Kind.RELATION
        and is_needed(model, field)
        and field.to != model.name
        and not field.locked
    )


def _factory(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    yield ""
    yield ""
    base = "ForeignRowFactory" if model.read_only else "RecordedFactory"
    yield f"class {model.name}Factory({base}[{model.name}]):"
    yield f'    """{model.about}"""'
    yield ""
    yield "    class Meta:"
    yield f"        model = {model.name}"
    yield ""
    if model.adopted is not None and model.read_only:
        numbers = model.adopted.key.family is Family.INTEGER
        yield f"    id = factory.Sequence(lambda n: {'n + 1' if numbers else _KEY})"
    if model.priced:
        made = "lambda: Company.objects.first() or CompanyFactory()"
        yield f"    company = factory.LazyFunction({made})"
        yield '    currency = factory.SelfAttribute("company.base_currency")'
    if model.paper is not None:
        yield "    owner = factory.SubFactory(UserFactory)"
        if any("issued_on" in rule.fields for rule in model.rules):
            yield f"    issued_on = {_dated(model, model.field('issued_on'))}"
    if model.parent is not None and model.parent.lines:
        yield "    position = factory.Sequence(lambda n: n + 1)"
    for field in model.fields:
        value = "" if field.locked else _value(domain, model, field)
        if value:
            yield f"    {field.name} = {value}"
    if domain.is_priced_line(model):
        yield from _goods()
    if model.paper is not None:
        yield from _numbered(model)


def _goods() -> Iterator[str]:
    yield '    wording = factory.Sequence(lambda n: f"Goods {n}")'
    for name, target in _MADE_ALONG.items():
        yield f"    {name} = factory.SubFactory({target.split('.')[1]}Factory)"
    yield "    quantity = Decimal(2)"
    yield "    unit_price = Decimal(10)"


def _numbered(model: ModelPlan) -> Iterator[str]:
    yield ""
    yield "    @classmethod"
    yield "    def _create("
    yield f"        cls, model_class: Any, *args: Any, **values: Any) -> {model.name}:"
    yield "        make_number_series(by=SYSTEM)"
    yield "        return super()._create(model_class, *args, **values)"


def _value(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> str:
    if _made_along(model, field):
        return f"factory.SubFactory({field.to.split('.')[-1]}Factory)"
    if field.adopted is not None:
        special = _adopted(field)
        if special:
            return special
    if field.kind in TEXTS:
        return _text(field)
    if field.kind in CHOSEN:
        return _chosen(domain, model, field)
    if field.digits != (0, 0) or field.kind is Kind.INTEGER:
        return figure_for(model, field)
    return _dated(model, field) or _PLAIN.get(field.kind, "")


def _chosen(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> str:
    """Return the first choice, or the first two of several."""
    called, values = choice_class(domain, model, field), [each.value for each in field.choices]
    if field.kind is Kind.CHOICES:
        return several_constants(called, values[:2])
    return f"{called}.{constant(values[0])}"


def _adopted(field: FieldPlan) -> str:
    """Return a value where the column of another program wants one of its own sort."""
    held = field.adopted
    if held is None:
        return ""
    if held.column.family is Family.FLOAT:
        return "7.5"
    if field.kind is Kind.INTEGER and field.unique:
        return "factory.Sequence(lambda n: n + 1)"
    if field.kind is Kind.LONG_TEXT and field.unique:
        return "factory.Sequence(lambda n: f'Words {n}')"
    return ""


def _text(field: FieldPlan) -> str:
    if field.length < _FEW_LETTERS:
        return f"factory.Sequence(lambda n: short_text(n, {field.length}))"
    stem = field.title.replace("'", "").capitalize()[: max(field.length - 6, 0)]
    between = " " if stem and field.kind is Kind.TEXT else ""
    text = f"{stem}{between}{{n}}" if field.kind is Kind.TEXT else "{n:05d}"
    return f'factory.Sequence(lambda n: f"{text}")'


def _dated(model: ModelPlan, field: FieldPlan) -> str:
    """Return days and moments one after the other, those that come later by rule some days on."""
    later = days_later(model, field)
    if field.kind is Kind.DATE:
        days = f"n % 300 + {later}" if later else "n % 300"
        day = f"dt.date(2026, 1, 1) + dt.timedelta(days={days})"
        return f"factory.Sequence(lambda n: {day})"
    if field.kind is Kind.MOMENT:
        days = f"days={later}, " if later else ""
        moment = f"dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC) + dt.timedelta({days}hours=n)"
        return f"factory.Sequence(lambda n: {moment})"
    return ""
