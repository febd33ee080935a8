"""Read records into labels: what they say, in which language, and how many of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from admin_config.engine.labels.placing import LabelTexts
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.paths import hides, label_at, relations_in, values_at
from admin_config.engine.printing.reading import Unprintable
from admin_config.engine.spec import Label
from erp.foundation.actor import Actor


def ready_for_labels(label: Label, records: QuerySet[Any]) -> QuerySet[Any]:
    """Return the records with everything fetched along that the label says."""
    paths = (*label.rows, label.code, *filter(None, [label.otherwise]))
    return records.select_related(*(relations_in(records.model, paths) or (None,)))


def labels_of(
    label: Label,
    records: Iterable[tuple[Any, int]],
    *,
    by: Actor,
    languages: Sequence[str],
) -> list[LabelTexts]:
    """Return so many labels of each record; a label in two languages says each text in both.

    Raises ``Unprintable`` with every record and field whose characters cannot be printed.
    """
    lost: list[tuple[str, str]] = []
    found: list[LabelTexts] = []
    for record, copies in records:
        said = {path: _said(record, path, by, languages) for path in label.rows}
        for path, texts in said.items():
            missing = "".join(dict.fromkeys("".join(map(missing_in, texts))))
            if missing:
                lost.append((f"{record}, {label_at(type(record), path)}", missing))
        code = next(iter(_said(record, label.code, by, languages)), "")
        if not code and label.otherwise:
            code = next(iter(_said(record, label.otherwise, by, languages)), "")
        rows = dict.fromkeys(text for texts in said.values() for text in texts)
        coded = {label.code, label.otherwise} & said.keys()
        kept = tuple(text for path in coded for text in said[path])
        found += [LabelTexts(tuple(rows), code, label.square, kept)] * copies
    if lost:
        raise Unprintable(tuple(lost))
    return found


def _said(record: Any, path: str, by: Actor, languages: Sequence[str]) -> list[str]:
    """Return what stands at the end of a path, in each language; nothing that is hidden."""
    if hides(by, type(record), path):
        return []
    texts = (" ".join(cleaned(text).split()) for text in values_at(record, path, languages))
    return list(dict.fromkeys(text for text in texts if text))
