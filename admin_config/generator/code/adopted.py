"""The fields of a model over another program's table: columns as they are, nothing beside them."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.adopted import AdoptedColumn
from admin_config.generator.blueprint import CHOSEN, FieldPlan, Kind
from admin_config.generator.code.words import lazily
from admin_config.generator.reading.schema import Column, Family

_CLASSES = {
    Kind.TEXT: "CharField",
    Kind.CODE: "CharField",
    Kind.LONG_TEXT: "TextField",
    Kind.INTEGER: "IntegerField",
    Kind.NUMBER: "DecimalField",
    Kind.MONEY: "DecimalField",
    Kind.YES_NO: "BooleanField",
    Kind.DATE: "DateField",
    Kind.MOMENT: "DateTimeField",
    Kind.CHOICE: "CharField",
    Kind.CHOICES: "SeveralChoicesField",
    Kind.RELATION: "ForeignKey",
}


def class_of(field: FieldPlan, held: AdoptedColumn) -> str:
    """Return the class of Django that reads the column as it is and writes it back the same."""
    if field.kind is Kind.CHOICE and held.is_number:
        return "IntegerField"
    if field.kind is Kind.INTEGER and "bigint" in held.column.type.lower():
        return "BigIntegerField"
    if held.column.family is Family.FLOAT:
        return "FloatField"
    return _CLASSES[field.kind]


def words_of(field: FieldPlan, first: list[str], choices: str) -> tuple[str, list[str]]:
    """Return a field's class and what it is made with; ``first`` are its title or target."""
    held = field.adopted
    assert held is not None  # noqa: S101 - asked of adopted fields alone
    sort = class_of(field, held)
    own = f"{field.name}_id" if field.kind is Kind.RELATION else field.name
    words = [*first, *([] if held.name == own else [f"db_column={held.name!r}"])]
    if sort == "CharField":
        words.append(f"max_length={field.length}")
    if sort == "DecimalField":
        words += [f"max_digits={field.digits[0]}", f"decimal_places={field.digits[1]}"]
    if field.kind in CHOSEN:
        words.append(f"choices={choices}.choices")
    words += _emptiness(field, held)
    if field.unique and field.kind is not Kind.RELATION:
        words.append("unique=True")
    elif field.indexed and field.kind is not Kind.RELATION:
        words.append("db_index=True")
    elif not field.indexed and field.kind is Kind.RELATION:
        words.append("db_index=False")
    return sort, words


def _emptiness(field: FieldPlan, held: AdoptedColumn) -> Iterator[str]:
    if held.column.nullable:
        yield "null=True"
    if held.default:
        yield f"default={held.default}"
    if not field.required:
        yield "blank=True"


def key_field(key: Column) -> str:
    """Return the declaration of the column that tells rows apart."""
    title = lazily("ID")
    column = "" if key.name == "id" else f", db_column={key.name!r}"
    if key.family is Family.INTEGER:
        return f"    id = models.BigAutoField({title}, primary_key=True{column})"
    length = key.length or 200
    words = f"{title}, primary_key=True, max_length={length}{column}"
    return f"    id = models.CharField({words})"
