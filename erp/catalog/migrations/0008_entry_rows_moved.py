"""Give former designations and specifications of catalogue entries rows of their own."""

from decimal import Decimal, InvalidOperation

from django.db import migrations

from erp.foundation.text import fold

_CHUNK = 500


def move(apps, schema_editor):
    """Move chunk by chunk; a value that fits no specification goes to the note, not away."""
    entries = apps.get_model("catalog", "CatalogueEntry").objects.order_by("pk")
    places = _Places(apps)
    last = 0
    while chunk := list(entries.filter(pk__gt=last)[:_CHUNK]):
        last = chunk[-1].pk
        made = _operations_that_made(apps, chunk)
        former = [row for entry in chunk if (row := _former(apps, entry)) is not None]
        values = [row for entry in chunk for row in _values(apps, places, entry)]
        _store(apps, "FormerDesignation", former, made)
        _store(apps, "EntrySpecification", values, made)
        for entry in (entry for entry in chunk if entry.former_model):
            entry.also_known_as = f"{entry.former_brand} {entry.former_model}".strip()
        entries.bulk_update(chunk, ("also_known_as", "note"))


def _operations_that_made(apps, chunk):
    versions = apps.get_model("catalog", "HistoricalCatalogueEntry").objects
    rows = versions.filter(id__in=[entry.pk for entry in chunk], history_type="+")
    return dict(rows.order_by("-history_id").values_list("id", "operation_id"))


def _store(apps, name, rows, made):
    """Write the rows with a first version each, of the operation that made their entry."""
    model, versions = apps.get_model("catalog", name), apps.get_model("catalog", f"Historical{name}")
    for row in rows:
        row.created_at = row.changed_at = row.entry.created_at
    model.objects.bulk_create(rows)
    marks = {}
    for row in model.objects.filter(entry__in={row.entry_id for row in rows}):
        facts = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        marks[row.pk] = versions(
            **facts, history_date=row.created_at, history_type="+", operation_id=made.get(row.entry_id)
        )
    versions.objects.bulk_create(marks.values())


def _former(apps, entry):
    """Return the row of a former designation; a brand alone names nothing and is noted."""
    if entry.former_model:
        model = apps.get_model("catalog", "FormerDesignation")
        return model(entry=entry, brand=entry.former_brand, model=entry.former_model)
    if entry.former_brand:
        _note(entry, entry.former_brand)
    return None


def _note(entry, text):
    entry.note = f"{entry.note}\n{text}".strip()


class _Places:
    """The specifications that hold in each category, by code, and their choices."""

    def __init__(self, apps):
        categories = apps.get_model("catalog", "Category").objects
        self.above = dict(categories.values_list("pk", "parent_id"))
        self.own = {}
        for found in apps.get_model("catalog", "Specification").objects.all():
            self.own.setdefault(found.category_id, {})[found.code] = found
        self.choices = {}
        for choice in apps.get_model("catalog", "SpecificationChoice").objects.all():
            self.choices.setdefault(choice.specification_id, []).append(choice)

    def of(self, category):
        found = {}
        seen = set()
        while category is not None and category not in seen:
            seen.add(category)
            found = self.own.get(category, {}) | found
            category = self.above.get(category)
        return found


def _values(apps, places, entry):
    model = apps.get_model("catalog", "EntrySpecification")
    known = places.of(entry.category_id)
    given = entry.typed_specifications
    for code, value in (given if isinstance(given, dict) else {"": given}).items():
        if value in (None, ""):
            continue
        specification = known.get(code)
        columns = _columns(places, specification, value) if specification is not None else None
        if columns is None:
            _note(entry, f"{code}: {value}".removeprefix(": "))
        else:
            yield model(entry=entry, specification=specification, **columns)


def _columns(places, specification, value):
    if specification.kind == "number":
        try:
            number = round(Decimal(str(value)), 4)
        except InvalidOperation:
            return None
        return {"number": number} if number.is_finite() and abs(number) < 10**11 else None
    if specification.kind == "yes_no":
        return {"yes_no": value} if isinstance(value, bool) else None
    if specification.kind == "choice":
        wanted = fold(str(value))
        for choice in places.choices.get(specification.pk, ()):
            if wanted in {fold(choice.name), fold(choice.name_zh)}:
                return {"choice": choice}
        return None
    return {"text": str(value)} if len(str(value)) <= 120 else None


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_entry_rows")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
