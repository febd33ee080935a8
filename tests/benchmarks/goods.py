"""A million skus with specifications: what a page, a search and a filter by a value cost."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.benchmarks.database import create_if_missing
from tests.benchmarks.measure import prepare

LIST = "/catalog/sku/"
#: Milliseconds that no page may exceed, and no search.
PAGE, SEARCH = 60, 100
BRANDS = 400
#: Chinese words from which names are put together.
WORDS = ("轴承", "深沟球", "圆锥滚子", "调心", "密封圈", "润滑脂", "法兰", "轴套", "保持架", "滚针")


def fill(rows: int) -> None:
    """Insert brands, categories, specifications, products, skus, values and search tokens."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in (*_things(), *_goods(rows), *_values(rows), *_tokens(rows)):
            cursor.execute(statement)
        cursor.execute(
            "ANALYZE TABLE catalog_sku, catalog_product, catalog_skuspecification, "
            "foundation_searchtoken"
        )


_KEPT = "version, created_at, changed_at"
_KEPT_VALUES = "0, now(6), now(6)"


def _things() -> list[str]:
    """Return the statements for 1 unit, 400 brands, 21 categories and their specifications."""
    return [
        f"""INSERT INTO catalog_unit (id, {_KEPT}, name, name_key, name_zh, digits, active)
            VALUES (1, {_KEPT_VALUES}, 'Pcs', 'pcs', '个', 0, 1)""",
        f"""INSERT INTO catalog_brand (id, {_KEPT}, name, name_key, name_zh, letter, logo, website,
            note, active) SELECT seq, {_KEPT_VALUES}, CONCAT('Works ', seq), CONCAT('works ', seq),
            CONCAT('工厂', seq), 'W', '', '', '', 1 FROM seq_1_to_{BRANDS}""",
        f"""INSERT INTO catalog_category (id, {_KEPT}, name, name_zh, parent_id, code, code_key,
            path, path_key, path_zh, active) SELECT seq, {_KEPT_VALUES}, CONCAT('Goods ', seq),
            CONCAT('货物', seq), IF(seq = 1, NULL, 1), CONCAT('G', seq), CONCAT('g', seq),
            CONCAT('Goods ', seq), CONCAT('goods ', seq), CONCAT('货物', seq), 1
            FROM seq_1_to_21""",
        f"""INSERT INTO catalog_specification (id, {_KEPT}, name, name_zh, category_id, code,
            code_key, kind, unit_text, required, position) VALUES
            (1, {_KEPT_VALUES}, 'Bore', '内径', 1, 'bore', 'bore', 'number', 'mm', 0, 1),
            (2, {_KEPT_VALUES}, 'Seal', '密封', 1, 'seal', 'seal', 'choice', '', 0, 2),
            (3, {_KEPT_VALUES}, 'Series', '系列', 1, 'series', 'series', 'text', '', 0, 3),
            (4, {_KEPT_VALUES}, 'Split', '剖分', 1, 'split', 'split', 'yes_no', '', 0, 4)""",
        f"""INSERT INTO catalog_specificationchoice (id, {_KEPT}, specification_id, name, name_key,
            name_zh, position) VALUES
            (1, {_KEPT_VALUES}, 2, 'Rubber', 'rubber', '橡胶', 1),
            (2, {_KEPT_VALUES}, 2, 'Steel', 'steel', '钢', 2),
            (3, {_KEPT_VALUES}, 2, 'Felt', 'felt', '毛毡', 3)""",
    ]


def _goods(rows: int) -> list[str]:
    """Return the statements for a product and a sku each."""
    words = ", ".join(f"'{word}'" for word in WORDS)
    name = f"CONCAT(ELT(1 + (seq * 7) % 10, {words}), ELT(1 + (seq DIV 10) % 10, {words}), seq)"
    return [
        f"""INSERT INTO catalog_product (id, {_KEPT}, name, name_zh, code, code_key, category_id,
            brand_id, model, description, description_zh)
            SELECT seq, {_KEPT_VALUES}, CONCAT('Good ', seq), {name}, CONCAT('S-', seq, '-2RS'),
            CONCAT('s-', seq, '-2rs'), 2 + seq % 20, 1 + seq % {BRANDS}, CONCAT('M-', seq), '', ''
            FROM seq_1_to_{rows}""",
        f"""INSERT INTO catalog_sku (id, {_KEPT}, name, name_zh, product_id, code, code_key,
            plain_code, brand_id, model, model_key, plain_model, unit_id, barcode, list_price, tags,
            active, category_id, `sensitive`, also_known_as)
            SELECT seq, {_KEPT_VALUES}, CONCAT('Good ', seq), {name}, seq, CONCAT('S-', seq, '-2RS'),
            CONCAT('s-', seq, '-2rs'), CONCAT('s', seq, '2rs'), 1 + seq % {BRANDS},
            CONCAT('M-', seq), CONCAT('m-', seq), CONCAT('m', seq), 1, '', 1 + seq % 9973, '', 1,
            2 + seq % 20, 0, CONCAT('Works ', 1 + seq % {BRANDS}, ' OLD-', seq)
            FROM seq_1_to_{rows}""",
    ]


def _values(rows: int) -> list[str]:
    """Return the statements for four values of each sku: one rare, the others frequent."""
    start = f"INSERT INTO catalog_skuspecification ({_KEPT}, sku_id, specification_id, "
    each = f"SELECT {_KEPT_VALUES}, seq,"
    return [
        f"""{start} number, text) {each} 1, 1 + (seq * 7919) % 5000, '' FROM seq_1_to_{rows}""",
        f"""{start} choice_id, text)
            {each} 2, IF(seq % 20000 = 7, 3, 1 + seq % 2), '' FROM seq_1_to_{rows}""",
        f"""{start} text, text_key) {each} 3, CONCAT('Series ', seq % 1000),
            CONCAT('series ', seq % 1000) FROM seq_1_to_{rows}""",
        f"""{start} yes_no, text) {each} 4, seq % 50 = 0, '' FROM seq_1_to_{rows}""",
    ]


def _tokens(rows: int) -> list[str]:
    """Return the statement for the words by which a sku is found, as the house writes them."""
    from django.contrib.contenttypes.models import ContentType

    from erp.catalog.models import Sku

    kind = ContentType.objects.get_for_model(Sku).pk
    words = ", ".join(f"'{word}'" for word in WORDS)
    first = f"LEFT(ELT(1 + (seq * 7) % 10, {words}), 2)"
    second = f"LEFT(ELT(1 + (seq DIV 10) % 10, {words}), 2)"
    tokens = ("CONCAT('s', seq, '2rs')", "CONCAT('m', seq)", "CONCAT('old', seq)", first, second)
    return [
        f"""INSERT IGNORE INTO foundation_searchtoken (content_type_id, token, object_id)
            SELECT {kind}, {token}, seq FROM seq_1_to_{rows}"""
        for token in tokens
    ]


def measure(rows: int) -> dict[str, Any]:
    """Return the milliseconds of each page, with the limit that it must keep."""
    from erp.staff.models import User
    from tests.benchmarks.lists import LAST, Visitor, follow

    boss = Visitor.signed_in(User.objects.get(username="all"))
    some = rows // 2
    values = f"{LIST}?specifications__"
    pages = {
        "skus, first page": LIST,
        "skus, last page": follow(boss, LIST, LAST),
        "rare choice": f"{values}seal=Felt",
        "frequent choice": f"{values}seal=Rubber",
        "frequent choice, last page": follow(boss, f"{values}seal=Rubber", LAST),
        "yes or no, 2 %": f"{values}split=1",
        "narrow range (0.1 %)": f"{values}bore__from=100&specifications__bore__to=104",
        "range of 1 %": f"{values}bore__from=100&specifications__bore__to=149",
        "wide range (half)": f"{values}bore__from=2500",
        "text": f"{values}series=series 77",
    }
    searches = {
        "search: code": f"{LIST}?q=S-{some}-2RS",
        "search: two Chinese characters": f"{LIST}?q=法兰",
        "search: old designation": f"{LIST}?q=OLD-{some}",
    }
    found = {name: (boss.ms(address), PAGE) for name, address in pages.items()}
    return found | {name: (boss.ms(address), SEARCH) for name, address in searches.items()}


def main() -> None:
    """Fill the database once, measure, print."""
    rows = int(sys.argv[1])
    prepare(f"skus_{rows}")
    from django.core.management import call_command

    from erp.catalog.models import Sku
    from tests.benchmarks.market.load import load_people

    create_if_missing()
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Sku.objects.exists():
        load_people()
        fill(rows)
    json.dump(measure(rows), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
