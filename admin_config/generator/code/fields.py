"""The fields of a model as Python, in the words that the house uses."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator

from admin_config.generator.behaviour import RuleKind
from admin_config.generator.blueprint import (
    CHOSEN,
    RELATIONS,
    TEXTS,
    DomainPlan,
    FieldPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.code.adopted import words_of
from admin_config.generator.code.words import lazily
from admin_config.generator.names import plural_of, snake

USER = "staff.User"
#: MariaDB indexes 3,072 bytes of a column, four for a letter.
_LONGEST_INDEX = 500
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
    Kind.CHOICES: "SeveralChoicesField",
    Kind.RELATION: "ForeignKey",
    Kind.SEVERAL: "ManyToManyField",
    Kind.EMAIL: "EmailField",
    Kind.LINK: "URLField",
    Kind.IMAGE: "ImageField",
    Kind.FILE: "FileField",
}
#: Kinds that are a text without letters where nothing was typed.
BLANK_TEXTS = frozenset(
    {*TEXTS, *CHOSEN, Kind.LONG_TEXT, Kind.EMAIL, Kind.LINK, Kind.IMAGE, Kind.FILE}
)


def declared(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    """Yield the lines that declare a field, with the folded column that it may need."""
    if field.source:
        yield f"    {field.name} = SourceLine({', '.join(_first_words(domain, model, field))})"
        return
    first = list(_first_words(domain, model, field))
    if field.adopted is not None:
        sort, words = words_of(field, first, choice_class(domain, model, field))
        yield f"    {field.name} = {_spelt(sort)}({', '.join(words)})"
        return
    words = [*first, *_options(domain, model, field)]
    yield f"    {field.name} = {_spelt(_CLASSES[field.kind])}({', '.join(words)})"
    if has_key_column(model, field):
        squeezed = ["squeezed=True"] if field.kind is Kind.CODE else []
        blank = [] if field.required or not is_unique_key(model, field) else ["blank_is_null=True"]
        index = "unique=True" if is_unique_key(model, field) else "db_index=True"
        words = [repr(field.name), f"max_length={field.length}", *squeezed, *blank, index]
        yield f"    {field.name}_key = KeyField({', '.join(words)})"


def _spelt(sort: str) -> str:
    """Return a class of fields as code: those of the house stand without ``models.``."""
    return sort if sort == _CLASSES[Kind.CHOICES] else f"models.{sort}"


def declared_choices(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    """Yield the class of a choice's values."""
    if field.kind not in CHOSEN:
        return
    is_status = model.life is not None and field.name == "status"
    says = (
        f"Where {with_small_article(model.title)} stands."
        if is_status
        else f"What the {field.title} of {with_small_article(model.title)} may be."
    )
    yield ""
    numbers = field.adopted is not None and field.adopted.is_number
    sort = "IntegerChoices" if numbers else "TextChoices"
    yield f"class {choice_class(domain, model, field)}(models.{sort}):"
    yield f'    """{says}"""'
    yield ""
    for choice in field.choices:
        title = lazily(choice.title, choice.title_zh, model.title)
        value = choice.value if numbers else repr(choice.value)
        yield f"    {constant(choice.value)} = {value}, {title}"
    yield ""
    yield ""


def with_small_article(title: str) -> str:
    """Return an English noun with its article inside a sentence."""
    return f"{'an' if title[:1].lower() in 'aeiou' else 'a'} {title}"


def choice_class(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> str:
    """Return what the class of a choice is called: ``State``, or ``LoanState`` beside another."""
    name = "".join(part.capitalize() for part in field.name.split("_"))
    if model.life is not None and field.name == "status":
        return f"{model.name}{name}"
    same = [
        other
        for each in domain.models
        for other in each.fields
        if other.kind in CHOSEN and other.name == field.name
    ]
    return name if len(same) == 1 and domain.model(name) is None else f"{model.name}{name}"


def constant(value: str) -> str:
    """Return a stored value as the name of a constant: ``in stock`` becomes ``IN_STOCK``.

    Letters that no keyboard has are told by their number: ``中`` becomes ``VALUE_4E2D``.
    """
    plain = unicodedata.normalize("NFKC", value)
    parts = [
        (letter if letter.isascii() else f"_{ord(letter):X}_") if letter.isalnum() else "_"
        for letter in plain
    ]
    name = re.sub("__+", "_", "".join(parts)).strip("_").upper()
    return name if name[:1].isalpha() and plain[:1].isascii() else f"VALUE_{name}"


def several_constants(choices: str, values: Iterable[str]) -> str:
    """Return values of a choice as a tuple of its constants."""
    names = [f"{choices}.{constant(value)}" for value in values]
    return f"({', '.join(names)}{',' * (len(names) == 1)})"


def related_name(model: ModelPlan, field: FieldPlan) -> str:
    """Return the way back: ``copies``, or ``copies_as_former_shelf`` beside a second relation."""
    plural = plural_of(snake(model.name))
    plural = f"{plural}_rows" if keyword.iskeyword(plural) else plural
    same = [other for other in model.fields if other.to == field.to]
    if field.lines and model.name == f"{field.to}Line":
        return "lines"
    if field.to == model.name:
        return "children" if len(same) == 1 else f"{field.name}_of"
    return plural if len(same) == 1 or field.belongs else f"{plural}_as_{field.name}"


def is_unique_key(model: ModelPlan, field: FieldPlan) -> bool:
    """Tell whether no two records have the same value in this field."""
    return field.unique or (model.key == (field.name,) and field.kind in TEXTS)


def has_key_column(model: ModelPlan, field: FieldPlan) -> bool:
    """Tell whether a folded column beside the field keeps its order or uniqueness."""
    if model.adopted is not None:
        return False
    if field.kind not in TEXTS or field.name not in {own.name for own in model.fields}:
        return False
    together = {
        name for rule in model.rules if rule.kind is RuleKind.UNIQUE for name in rule.fields
    }
    named = (
        field == model.naming
        and model.paper is None
        and not (model.parent is not None and model.parent.lines)
    )
    return is_unique_key(model, field) or field.name in {*model.key, *together} or named


def ordered(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models so that one comes after those it points to, as far as that is possible."""
    targets = {model.name: _own_targets(domain, model) - {model.name} for model in domain.models}
    left = list(domain.models)
    found: list[ModelPlan] = []
    known: set[str] = set()
    while left:
        ready = next((model for model in left if targets[model.name] <= known), left[0])
        found.append(ready)
        known.add(ready.name)
        left.remove(ready)
    return tuple(found)


def comes_earlier(domain: DomainPlan, model: ModelPlan, target: str) -> bool:
    """Tell whether a model can import another one of its domain."""
    names = [m.name for m in ordered(domain)]
    return names.index(target) < names.index(model.name)


def _own_targets(domain: DomainPlan, model: ModelPlan) -> set[str]:
    own = {each.name for each in domain.models}
    return {f.to for f in model.fields if f.kind in RELATIONS} & own


def _first_words(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    title = lazily(field.title, field.title_zh, model.title)
    if field.kind not in RELATIONS:
        yield title
        return
    if field.to == USER:
        yield "settings.AUTH_USER_MODEL"
    elif field.to == model.name:
        yield "'self'"
    elif domain.model(field.to):
        yield field.to if comes_earlier(domain, model, field.to) else _later(domain, field)
    else:
        yield field.to.split(".")[1]
    yield f"verbose_name={title}"
    if field.kind is Kind.RELATION and not field.source:
        yield f"on_delete=models.{'CASCADE' if field.belongs else 'PROTECT'}"
    yield f"related_name={related_name(model, field)!r}"


def _later(domain: DomainPlan, field: FieldPlan) -> str:
    """Return a model that cannot be imported; the types of several need to know its domain."""
    several = field.kind is Kind.SEVERAL
    return repr(f"{domain.name}.{field.to}" if several else field.to)


def _options(domain: DomainPlan, model: ModelPlan, field: FieldPlan) -> Iterator[str]:
    if field.kind in TEXTS:
        yield f"max_length={field.length}"
    if field.kind is Kind.CHOICE:
        yield f"max_length={max(len(choice.value) for choice in field.choices)}"
        yield f"choices={choice_class(domain, model, field)}.choices"
    if field.kind is Kind.CHOICES:
        yield f"choices={choice_class(domain, model, field)}.choices"
    if field.digits != (0, 0):
        yield f"max_digits={field.digits[0]}"
        yield f"decimal_places={field.digits[1]}"
    if field.kind is Kind.PERCENT:
        yield "validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]"
    if field.kind in {Kind.IMAGE, Kind.FILE}:
        yield f"upload_to='{plural_of(snake(model.name))}/%Y/%m/'"
    yield from _emptiness(field, choice_class(domain, model, field))
    if field.locked:
        yield "editable=False"
    by_date = model.paper is not None and field.name == "status"
    fits = field.kind is Kind.CHOICES and _letters(field) <= _LONGEST_INDEX
    if (
        fits
        or (field.kind in _INDEXED and not by_date)
        or (field.indexed and field.kind not in {*RELATIONS, *_INDEXED, Kind.CHOICES})
    ):
        yield "db_index=True"


def _letters(field: FieldPlan) -> int:
    return sum(len(choice.value) + 1 for choice in field.choices)


def _emptiness(field: FieldPlan, choices: str) -> Iterator[str]:
    if field.kind is Kind.YES_NO:
        yield f"default={field.default.lower() in {'true', 'yes', '1'}}"
    elif field.default and field.kind is Kind.CHOICE:
        yield f"default={choices}.{constant(field.default)}"
    elif field.default and field.kind is Kind.CHOICES:
        yield f"default={several_constants(choices, field.default.split(','))}"
    elif field.default and field.kind in BLANK_TEXTS:
        yield f"default={field.default!r}"
    elif field.default and field.kind is Kind.INTEGER:
        yield f"default={int(field.default)}"
    elif field.default and field.digits != (0, 0):
        yield f"default=Decimal({field.default!r})"
    if field.required or field.kind is Kind.YES_NO:
        return
    if field.kind not in BLANK_TEXTS and field.kind is not Kind.SEVERAL:
        yield "null=True"
    yield "blank=True"
