"""What skus and lines of makers' catalogues are called, read for many codes at once."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, CharField, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from erp.catalog.models import CatalogueEntry, Sku, SkuSpecification
from erp.catalog.rules.designation import plain
from erp.catalog.rules.matching import Goods
from erp.foundation.actor import Actor
from erp.foundation.rights import scoped

_GOODS = (
    "pk", "code", "model", "plain_code", "plain_model", "barcode_key", "active", "name", "name_zh",
    "brand_id", "brand__name", "brand__name_key", "brand__name_zh", "category__name",
    "category__name_zh", "tags", "specified",
)  # fmt: skip
#: What is told of goods in words.
_TOLD = ("name", "name_zh", "category__name", "category__name_zh", "tags", "specified")
_ENTRY = (
    "pk", "brand_id", "brand__name", "brand__name_key", "brand__name_zh", "model", "model_key",
    "sku_id",
)  # fmt: skip
_FORMER = tuple(f"former_designations__{name}" for name in ("brand", "model", "model_key"))


@dataclass(frozen=True)
class Listed:
    """A line of a maker's catalogue under one of its names, with the goods where there are any."""

    goods: Goods | None
    #: The name as it is written in the catalogue.
    text: str
    makers: frozenset[str]
    #: Brand and model, as people say it.
    label: str
    former: bool = False


class Shelf:
    """The skus that the actor may look up, by everything that they may be called."""

    def __init__(self, by: Actor, *, specified: bool = True) -> None:
        """Start empty; with the words of the goods' specifications unless told otherwise."""
        self._by = by
        rows: Any = scoped(by, "view", Sku.objects.all()).order_by()
        self._rows = rows.annotate(specified=_specified() if specified else Value(""))
        self._known: dict[int, dict[str, Any]] = {}
        self.goods: dict[int, Goods] = {}
        #: Goods by squeezed code, model or barcode, with the text as it is stored.
        self.called: dict[str, list[tuple[Goods, str]]] = defaultdict(list)
        #: Lines of catalogues by squeezed present and former designation.
        self.listed: dict[str, list[Listed]] = defaultdict(list)

    def fetch(self, column: str, values: Iterable[Any]) -> None:
        """Read the skus that have one of these values in the column."""
        rows = self._rows.filter(**{f"{column}__in": set(values)})
        for found in rows.values_list(*_GOODS).iterator(chunk_size=5000):
            row = dict(zip(_GOODS, found, strict=True))
            if row["pk"] in self.goods:
                continue
            goods = self.goods[row["pk"]] = _goods_of(row)
            self._known[row["pk"]] = row
            names = {
                row["plain_code"]: row["code"],
                row["barcode_key"]: row["barcode_key"],
                row["plain_model"]: row["model"],
            }
            for key, text in names.items():
                if key:
                    self.called[key].append((goods, text))

    def fetch_listed(self, keys: set[str], *, former_only: bool = False) -> None:
        """Read the catalogue lines of these designations, then the skus that they stand for."""
        lines: Any = scoped(self._by, "view", CatalogueEntry.objects.all()).order_by()
        former = list(
            lines.filter(former_designations__model_key__in=keys).values(*_ENTRY, *_FORMER)
        )
        entries = {row["pk"]: row for row in former}
        if not former_only:
            for row in lines.filter(model_key__in=keys).values(*_ENTRY):
                entries.setdefault(row["pk"], row)
        self.fetch("pk", (row["sku_id"] for row in entries.values() if row["sku_id"]))
        self.fetch("plain_model", (row["model_key"] for row in entries.values()))
        for row in entries.values():
            listed = Listed(self._goods_of_entry(row), row["model"], _makers(row), _label(row))
            self.listed[row["model_key"]].append(listed)
        for row in former:
            brand, model, key = (row[name] for name in _FORMER)
            makers = _makers(row) | {plain(brand)} - {""}
            listed = Listed(self._goods_of_entry(row), model, makers, _label(row), former=True)
            self.listed[key].append(listed)

    def _goods_of_entry(self, entry: dict[str, Any]) -> Goods | None:
        """Return the sku that was made of a catalogue line, or that has its brand and model."""
        if entry["sku_id"]:
            return self.goods.get(entry["sku_id"])
        for goods, _text in self.called.get(entry["model_key"], ()):
            row = self._known[goods.pk]
            if (row["brand_id"], row["plain_model"]) == (entry["brand_id"], entry["model_key"]):
                return goods
        return None


def _label(entry: dict[str, Any]) -> str:
    return f"{entry['brand__name']} {entry['model']}"


class _Together(Aggregate):
    """The texts of several rows as one, with commas between, as both databases do it."""

    function = "GROUP_CONCAT"
    name = "Together"
    output_field = CharField()


def _specified() -> Subquery:
    """Return the words of a sku's specifications, read with the sku itself."""
    values: Any = SkuSpecification.objects.filter(sku=OuterRef("pk")).order_by().values("sku")
    words = Concat("choice__name", Value(","), "choice__name_zh", Value(","), "text")
    return Subquery(values.annotate(words=_Together(words)).values("words"))


def _goods_of(row: dict[str, Any]) -> Goods:
    return Goods(
        pk=row["pk"],
        code=row["code"],
        model=row["model"],
        brand=row["brand__name"] or "",
        makers=_makers(row),
        told=" ".join(row[name] or "" for name in _TOLD).replace(",", " "),
        active=row["active"],
    )


def _makers(row: dict[str, Any]) -> frozenset[str]:
    return _folded(row["brand__name_key"] or "", row["brand__name_zh"] or "")


@functools.lru_cache(maxsize=2000)
def _folded(*names: str) -> frozenset[str]:
    return frozenset({plain(name) for name in names} - {""})
