"""Matching a hundred pasted wordings over a million skus, on a MariaDB of their own."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare
from tests.benchmarks.timing import median_ms

ROWS = 1_000_000
_BATCH = 100_000
_BRANDS = 50
_PASTED = 100
#: Designations as makers build them: a series, a number, an ending.
_SERIES = ("6", "NU", "22", "7", "3", "51", "UCP", "K")
_ENDINGS = ("2RS1", "2Z", "ZZ", "DDU", "E", "C3", "ECP", "P5", "2RSR", "M")


def _one_of(words: tuple[str, ...], number: str) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"ELT(1 + ({number}) %% {len(words)}, {listed})"


def fill() -> None:
    """Make brands, one product and the skus, unless they are there from an earlier run."""
    from django.db import connection

    from erp.catalog.models import Brand, CatalogueEntry, Product, Sku
    from tests.factories.catalog import BrandFactory, ProductFactory

    if Sku.objects.count() == ROWS:
        return
    for model in (CatalogueEntry, Sku, Product, Brand):
        model.objects.all()._raw_delete("default")
    brands = [BrandFactory(name=f"MAKER{n}").pk for n in range(_BRANDS)]
    product = ProductFactory(brand=None, category=None, code="BENCH").pk
    number = f"(seq DIV {_BRANDS})"
    model = (
        f"CONCAT({_one_of(_SERIES, number)}, 1000 + {number} DIV 80, '-', "
        f"{_one_of(_ENDINGS, f'{number} DIV 8')})"
    )
    brand = f"ELT(1 + seq %% {_BRANDS}, {', '.join(map(str, brands))})"
    for start in range(0, ROWS, _BATCH):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""INSERT INTO {Sku._meta.db_table}
                (id, version, created_at, changed_at, product_id, code, code_key, plain_code,
                 brand_id, model, model_key, plain_model, name, name_zh, barcode, tags, active,
                 `sensitive`, also_known_as)
                SELECT seq, 0, now(6), now(6), %s, CONCAT('BRG-', seq), CONCAT('brg-', seq),
                       CONCAT('brg', seq), {brand}, {model}, LOWER({model}),
                       REPLACE(LOWER({model}), '-', ''), 'Bearing', '轴承', '', '', 1, 0, ''
                FROM seq_1_to_{ROWS} WHERE seq > %s AND seq <= %s""",
                [product, start, start + _BATCH],
            )


def wordings(found: int) -> list[str]:
    """Return a hundred wordings, so many of which name something and the rest nothing exactly."""
    from erp.catalog.models import Sku

    rows: Any = Sku.objects.select_related("brand").in_bulk(
        [1 + place * (ROWS // _PASTED) for place in range(_PASTED)]
    )
    texts = []
    for place, sku in enumerate(rows.values()):
        if place < found:
            texts.append(f"请报价 {sku.brand.name} {sku.model} 轴承 {place + 1}只")
        else:
            texts.append(f"{sku.model[:-1]}X{place}")
    return texts


def match_ms(found: int) -> float:
    """Return the milliseconds of matching a hundred wordings."""
    from erp.catalog.queries.matching import match_wordings
    from erp.foundation.actor import Actor
    from tests.cast import make_person

    by, texts = Actor.person(make_person("manager")), wordings(found)
    sure = sum(match.kind == "sure" for match in match_wordings(texts, by=by))
    if sure != found:
        message = f"{sure} of {found} wordings were matched for sure"
        raise RuntimeError(message)
    return median_ms(lambda: match_wordings(texts, by=by), times=10, warm=1)


def main() -> None:
    """Make tables and rows, measure, print."""
    prepare("matching")
    create_if_missing()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    figures = {
        "match 100 pasted wordings, 1M skus": match_ms(_PASTED),
        "the same, 30 of them by likeness": match_ms(70),
        "the same, all of them by likeness": match_ms(0),
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
