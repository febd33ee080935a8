"""The models of a domain as Python: one file each, in the words that the house uses."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.blueprint import (
    RELATIONS,
    TEXTS,
    DomainPlan,
    FieldPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.names import plural_of, snake

USER = "staff.User"
_MOST_SEARCHED = 5
_INDEXED = frozenset({Kind.CHOICE, Kind.DATE, Kind.MOMENT})
_CLASSES = {
    Kind.TEXT: "CharField",
    Kind.LONG_TEXT: "TextField",
    Kind.CODE: "CharField",
    Kind.INTEGER: "IntegerField",
    Kind.NUMBER: "DecimalField",
    Kind.MONEY: "DecimalField",
    Kind.PERCENT: "DecimalField",
    Kind.YES_NO: "BooleanField",
    Kind.DATE: "DateField",
    Kind.MOMENT: "DateTimeField",
    Kind.CHOICE: "CharField",
    Kind.RELATION: "ForeignKey",
    Kind.SEVERAL: "ManyToManyField",
    Kind.EMAIL: "EmailField",
    Kind.LINK: "URLField",
    Kind.IMAGE: "ImageField",
    Kind.FILE: "FileField",
}
_BLANK_TEXTS = frozenset(
    {*TEXTS, Kind.LONG_TEXT, Kind.CHOICE, Kind.EMAIL, Kind.LINK, Kind.IMAGE, Kind.FILE}
)


def model_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the file of one model."""
    body = [
        f'"""{model.about}"""',
        "",
        *_imports(domain, model),
        "",
        *(line for field in model.fields for line in _choice_class(domain, model, field)),
        f"class {model.name}(Recorded):",
        f'    """{model.about}"""',
        "",
        *(line for field in model.fields for line in _field(domain, model, field)),
        "",
        *_facts(domain, model),
        "    class Meta(Recorded.Meta):",
        f"        verbose_name = _({model.title!r})",
        f"        verbose_name_plural = _({model.plural!r})",
        f"        ordering = ({_order(model)!r},)",
        *_constraints(model),
        "",
        "    def __str__(self) -> str:",
        *_name_of(model),
    ]
    return "\n".join(body) + "\n"


def package_file(domain: DomainPlan) -> str:
    """Return ``models/__init__.py``: every model and choice by name."""
    names: list[str] = []
    lines = [f'"""The tables of {domain.title}."""', ""]
    for model in domain.models:
        own = sorted(
            [
                model.name,
                *(choice_class(domain, model, f) for f in model.fields if f.kind is Kind.CHOICE),
            ]
        )
        names += own
        lines.append(f"from erp.{domain.name}.models.{snake(model.name)} import {', '.join(own)}")
    return "\n".join([*lines, "", f"__all__ = {sorted(names)!r}", ""])


def choice_class(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> str:
    """Return what the class of a choice is called: ``State``, or ``LoanState`` beside another."""
    name = "".join(part.capitalize() for part in field.name.split("_"))
    same = [
        other
        for each in domain.models
        for other in each.fields
        if other.kind is Kind.CHOICE and other.name == field.name
    ]
    return name if len(same) == 1 and domain.model(name) is None else f"{model.name}{name}"


def ordered(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models so that one comes after those it points to, as far as that is possible."""
    left = list(domain.models)
    found: list[ModelPlan] = []
    while left:
        known = {model.name for model in found}
        ready = [m for m in left if _own_targets(domain, m) - {m.name} <= known] or left[:1]
        found.append(ready[0])
        left.remove(ready[0])
    return tuple(found)


def is_unique_key(model: ModelPlan, field: FieldPlan) -> bool:
    """Tell whether no two records have the same value in this field."""
    return field.unique or (model.key == (field.name,) and field.kind in TEXTS)


def has_key_column(model: ModelPlan, field: FieldPlan) -> bool:
    """Tell whether a folded column beside the field keeps its order or uniqueness."""
    if field.kind not in TEXTS:
        return False
    return is_unique_key(model, field) or field.name in model.key or field == model.naming


def _own_targets(domain: DomainPlan, model: ModelPlan) -> set[str]:
    return {f.to for f in model.fields if f.kind in RELATIONS and domain.model(f.to)}


def _earlier(domain: DomainPlan, model: ModelPlan, target: str) -> bool:
    names = [m.name for m in ordered(domain)]
    return names.index(target) < names.index(model.name)


def _imports(domain: DomainPlan, model: ModelPlan) -> list[str]:
    lines = [
        "from django.db import models",
        "from django.utils.translation import gettext_lazy as _",
    ]
    house = ["Recorded"]
    if any(has_key_column(model, field) for field in model.fields):
        house.insert(0, "KeyField")
    lines.append(f"from erp.foundation.models import {', '.join(house)}")
    if any(field.kind is Kind.PERCENT for field in model.fields):
        lines += [
            "from decimal import Decimal",
            "from django.core.validators import MaxValueValidator, MinValueValidator",
        ]
    for field in model.fields:
        if field.to == USER:
            lines.append("from django.conf import settings")
        elif domain.model(field.to):
            if field.to != model.name and _earlier(domain, model, field.to):
                lines.append(f"from erp.{domain.name}.models.{snake(field.to)} import {field.to}")
        elif field.to:
            app, name = field.to.split(".")
            lines.append(f"from erp.{app}.models import {name}")
    return sorted(set(lines))


def _choice_class(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    if field.kind is not Kind.CHOICE:
        return
    yield ""
    yield f"class {choice_class(domain, model, field)}(models.TextChoices):"
    yield f'    """What the {field.title} of a {model.title} may be."""'
    yield ""
    for choice in field.choices:
        yield f"    {constant(choice.value)} = {choice.value!r}, _({choice.title!r})"
    yield ""
    yield ""


def constant(value: str) -> str:
    """Return a stored value as the name of a constant: ``in stock`` becomes ``IN_STOCK``."""
    name = "".join(letter if letter.isalnum() else "_" for letter in value).strip("_").upper()
    return name if name[:1].isalpha() else f"VALUE_{name}"


def _field(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    words = [*_first_words(domain, model, field), *_options(domain, model, field)]
    yield f"    {field.name} = models.{_CLASSES[field.kind]}({', '.join(words)})"
    if has_key_column(model, field):
        squeezed = ["squeezed=True"] if field.kind is Kind.CODE else []
        blank = [] if field.required or not is_unique_key(model, field) else ["blank_is_null=True"]
        index = "unique=True" if is_unique_key(model, field) else "db_index=True"
        words = [repr(field.name), f"max_length={field.length}", *squeezed, *blank, index]
        yield f"    {field.name}_key = KeyField({', '.join(words)})"


def _first_words(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    if field.kind not in RELATIONS:
        yield f"_({field.title!r})"
        return
    if field.to == USER:
        yield "settings.AUTH_USER_MODEL"
    elif field.to == model.name:
        yield "'self'"
    elif domain.model(field.to):
        name = field.to
        yield name if _earlier(domain, model, name) else repr(name)
    else:
        yield field.to.split(".")[1]
    yield f"verbose_name=_({field.title!r})"
    if field.kind is Kind.RELATION:
        yield f"on_delete=models.{'CASCADE' if field.belongs else 'PROTECT'}"
    yield f"related_name={related_name(model, field)!r}"


def related_name(model: ModelPlan, field: FieldPlan) -> str:
    """Return the way back: ``copies``, or ``copies_as_former_shelf`` beside a second relation."""
    plural = plural_of(snake(model.name))
    same = [other for other in model.fields if other.to == field.to]
    if field.to == model.name:
        return "children" if len(same) == 1 else f"{field.name}_of"
    return plural if len(same) == 1 or field.belongs else f"{plural}_as_{field.name}"


def _options(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    if field.kind in TEXTS:
        yield f"max_length={field.length}"
    if field.kind is Kind.CHOICE:
        yield f"max_length={max(len(choice.value) for choice in field.choices)}"
        yield f"choices={choice_class(domain, model, field)}.choices"
    if field.digits != (0, 0):
        yield f"max_digits={field.digits[0]}"
        yield f"decimal_places={field.digits[1]}"
    if field.kind is Kind.PERCENT:
        yield "validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]"
    if field.kind in {Kind.IMAGE, Kind.FILE}:
        yield f"upload_to='{plural_of(snake(model.name))}/%Y/%m/'"
    yield from _emptiness(field, choice_class(domain, model, field))
    if field.kind in _INDEXED or (field.indexed and field.kind not in RELATIONS):
        yield "db_index=True"


def _emptiness(field: FieldPlan, choices: str) -> Iterator[str]:
    if field.kind is Kind.YES_NO:
        yield f"default={field.default.lower() in {'true', 'yes', '1'}}"
    elif field.default and field.kind is Kind.CHOICE:
        yield f"default={choices}.{constant(field.default)}"
    elif field.default and field.kind in _BLANK_TEXTS:
        yield f"default={field.default!r}"
    elif field.default and field.kind is Kind.INTEGER:
        yield f"default={int(field.default)}"
    if field.required or field.kind is Kind.YES_NO:
        return
    if field.kind not in _BLANK_TEXTS and field.kind is not Kind.SEVERAL:
        yield "null=True"
    yield "blank=True"


def _facts(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    texts = [f.name for f in model.fields if f.kind in {*TEXTS, Kind.EMAIL}][:_MOST_SEARCHED]
    found = []
    if texts:
        found.append(f"    search_fields = {tuple(texts)!r}")
    owner = _owner(domain, model)
    if owner:
        found.append(f"    owner_fields = ({owner!r},)")
    key = model.key or tuple(f.name for f in model.fields if f.unique)[:1]
    if key:
        found.append(f"    natural_key_fields = {key!r}")
    yield from [*found, ""] if found else []


def _owner(domain: DomainPlan, model: ModelPlan) -> str:
    if model.owner:
        return model.owner
    above = domain.model(model.parent.to) if model.parent else None
    reached = _owner(domain, above) if above and above != model else ""
    return f"{model.parent.name}__{reached}" if model.parent and reached else ""


def _order(model: ModelPlan) -> str:
    dates = [f for f in model.fields if f.kind in {Kind.DATE, Kind.MOMENT}]
    if model.naming is not None:
        return f"{model.naming.name}_key"
    return f"-{dates[0].name}" if dates and model.parent is None else "id"


def _constraints(model: ModelPlan) -> Iterator[str]:
    if not model.key or (len(model.key) == 1 and model.field(model.key[0]).kind in TEXTS):
        return
    columns = tuple(
        f"{name}_key" if has_key_column(model, model.field(name)) else name for name in model.key
    )
    yield "        constraints = ("
    name = f"{snake(model.name)}_once"
    yield f"            models.UniqueConstraint(fields={columns!r}, name={name!r}),"
    yield "        )"


def _name_of(model: ModelPlan) -> Iterator[str]:
    if model.naming is not None:
        yield f'        """Return the {model.naming.title}."""'
        yield f"        return self.{model.naming.name}"
    elif model.parent is not None:
        yield f'        """Return the {model.parent.title} and the number of the row."""'
        yield f'        return f"{{self.{model.parent.name}}} {{self.pk}}"'
    else:
        yield '        """Return what it is and its number."""'
        yield '        return f"{self._meta.verbose_name} {self.pk}"'
