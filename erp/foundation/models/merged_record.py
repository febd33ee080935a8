"""Where a record went that was merged into another one: its old address and names lead there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models.operation import Operation

#: Kinds of record that are merged somewhere; only of these anybody asks.
_mergeable: set[type[models.Model]] = set()
_DEPTH = 20


class MergedRecord(models.Model):
    """One record that is gone because another one took its place.

    It counts only while the record is gone: an undo brings it back, and this row is passed over.
    """

    #: The label of the table's model.
    kind = models.CharField(_("kind"), max_length=80)
    record_pk = models.BigIntegerField(_("record"))
    into_pk = models.BigIntegerField(_("merged into"))
    #: What it was called.
    name = models.CharField(_("name"), max_length=200, blank=True)
    #: What it was found by, also by what had been merged into it.
    words = models.TextField(_("words"), blank=True)
    operation = models.ForeignKey(
        Operation, verbose_name=_("operation"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        default_permissions = ()
        indexes = (
            models.Index(fields=("kind", "record_pk"), name="merged_record"),
            models.Index(fields=("kind", "into_pk"), name="merged_into"),
        )

    def __str__(self) -> str:
        """Return the name."""
        return self.name


def let_merge(model: Any) -> None:
    """Say that records of this table are merged, so that searches ask for those that were."""
    _mergeable.add(model._meta.concrete_model)


def is_mergeable(model: Any) -> bool:
    """Tell whether records of this table are merged."""
    return model._meta.concrete_model in _mergeable


def _rows(model: Any) -> models.QuerySet[MergedRecord]:
    return MergedRecord.objects.filter(kind=model._meta.concrete_model._meta.label_lower)


def successor_of(model: Any, key: Any) -> Any:
    """Return the key of the record that stands for one that is gone; ``None`` without one."""
    if not is_mergeable(model):
        return None
    for _step in range(_DEPTH):
        row = _rows(model).filter(record_pk=key).order_by("-pk").first()
        if row is None:
            return None
        key = row.into_pk
        if model._base_manager.filter(pk=key).exists():
            return key
    return None


def merged_into(model: Any, key: Any) -> list[MergedRecord]:
    """Return what was merged into a record and is gone, the latest first."""
    if not is_mergeable(model):
        return []
    found = list(_rows(model).filter(into_pk=key).order_by("-pk"))
    back = set(
        model._base_manager.filter(pk__in=[row.record_pk for row in found]).values_list(
            "pk", flat=True
        )
    )
    return [row for row in found if row.record_pk not in back]


def touched_by_merge(model: Any, keys: Iterable[Any]) -> set[Any]:
    """Return which records are found by other words, now that those with these keys changed."""
    if not is_mergeable(model):
        return set()
    wanted = list(keys)
    touched: set[Any] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        either = models.Q(record_pk__in=part) | models.Q(into_pk__in=part)
        touched.update(_rows(model).filter(either).values_list("into_pk", flat=True))
    return touched


def merged_words(model: Any, keys: Iterable[Any]) -> dict[Any, str]:
    """Return the words of what was merged into records and is gone, by the key of these."""
    if not is_mergeable(model):
        return {}
    found = list(_rows(model).filter(into_pk__in=list(keys)))
    gone = {row.record_pk for row in found} - set(
        model._base_manager.filter(pk__in=[row.record_pk for row in found]).values_list(
            "pk", flat=True
        )
    )
    words: dict[Any, str] = {}
    for row in found:
        if row.record_pk in gone:
            words[row.into_pk] = f"{words.get(row.into_pk, '')} {row.words}"
    return words
