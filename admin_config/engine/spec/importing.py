"""The word ``Import``: how files of rows become records."""

from dataclasses import dataclass

from admin_config.engine.spec.alike import Alike


@dataclass(frozen=True)
class Import:
    """Rows are matched to records by a natural key and checked before anything is written."""

    #: Fields that name a record in a file; inferred: the model's ``natural_key_fields``.
    key: tuple[str, ...] | None = None
    #: Fields that files may carry; inferred: all that can be typed.
    fields: tuple[str, ...] | None = None
    #: Other fields by which a file may name a record when it lacks the key.
    also_by: tuple[tuple[str, ...], ...] = ()
    #: Fields that nobody types, stated by files of past papers; needs the right to approve all.
    past: tuple[str, ...] = ()
    #: What makes a new row a possible duplicate of a record, or of another row.
    alike: tuple[Alike, ...] = ()
