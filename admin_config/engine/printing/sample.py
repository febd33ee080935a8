"""A paper that is made up, to show a layout where there is none to be shown yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from admin_config.engine.printing.fetching import head_paths, line_paths
from admin_config.engine.printing.wording import LANGUAGES
from admin_config.engine.spec.printing import Layout
from erp.foundation.models.several_choices import SeveralChoicesField

_LINES = 3
#: Numbers with fewer digits before the point than this are small ones, such as percents.
_LARGE = 6


def sample_paper(layout: Layout, issuer: Any = None) -> Any:
    """Return an unsaved paper whose texts say what stands there, in the reader's language.

    What everybody may choose, such as currencies and terms, is taken from the house.
    """
    paper: Any = layout.model()
    if layout.letterhead is not None and issuer is not None:
        setattr(paper, layout.letterhead.of, issuer)
    _fill(paper, head_paths(layout))
    if layout.lines is not None:
        accessor: Any = layout.model._meta.get_field(layout.lines.accessor)
        paths = [*line_paths(layout), *filter(None, [layout.lines.carried])]
        lines = []
        for _number in range(_LINES):
            line = accessor.related_model(**{accessor.remote_field.name: paper})
            _fill(line, paths)
            lines.append(line)
        paper._prefetched_objects_cache = {layout.lines.accessor: lines}
    # no row has this key: relations that lead back are read from what is made up here
    paper.pk = 0
    return paper


def _fill(record: Any, paths: Iterable[str]) -> None:
    for path in dict.fromkeys(paths):
        holder, (*steps, last) = record, path.split("__")
        for step in steps:
            holder = _related(holder, step)
            if holder is None:
                break
        else:
            _put(holder, last)


def _related(holder: Any, name: str) -> Any:
    """Return what a relation leads to: what stands there, one of the house's, a made-up one."""
    field: Any = holder._meta.get_field(name)
    if not isinstance(field, models.ForeignKey):
        return None
    known = field.is_cached(holder) or getattr(holder, field.attname) is not None
    found = getattr(holder, name) if known else None
    if found is None:
        model: Any = field.related_model
        usual = model._default_manager.first() if getattr(model, "open_for_choice", False) else None
        found = usual or model()
        if usual is None and any(each.name == "name" for each in model._meta.concrete_fields):
            _say(found, "name", partial(_made_up, field))
        setattr(holder, name, found)
    return found


def _put(holder: Any, name: str) -> None:
    field: Any = holder._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        _related(holder, name)
    elif field.concrete and holder._state.adding and not getattr(holder, name):
        _say(holder, name, partial(_value, field))


def _say(holder: Any, name: str, made_up: Callable[[], Any]) -> None:
    """Put something made up into a field; each language has its own."""
    if not hasattr(holder, f"{name}_zh"):
        setattr(holder, name, made_up())
        return
    for language, each in zip(LANGUAGES, (name, f"{name}_zh"), strict=True):
        with override(language):
            setattr(holder, each, made_up())


def _value(field: Any) -> Any:
    if isinstance(field, SeveralChoicesField):
        return ",".join(field.codes[:2])
    if field.choices:
        return next((value for value, _label in field.flatchoices if value), "")
    for kind, make in _KINDS:
        if isinstance(field, kind):
            return make(field)
    return None if field.null else field.get_default()


def _number(field: Any) -> Decimal:
    large = field.max_digits - field.decimal_places > _LARGE
    return Decimal(1250 if large else 5).quantize(Decimal(1).scaleb(-field.decimal_places))


def _made_up(field: Any) -> str:
    text = _("Sample: %(field)s") % {"field": capfirst(str(field.verbose_name))}
    return text[: field.max_length] if getattr(field, "max_length", None) else text


_KINDS: tuple[tuple[Any, Any], ...] = (
    (models.DecimalField, _number),
    (models.DateTimeField, lambda _field: timezone.now()),
    (models.DateField, lambda _field: timezone.localdate()),
    (models.IntegerField, lambda _field: 5),
    ((models.CharField, models.TextField), _made_up),
)
