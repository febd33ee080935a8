"""Models and fields get names of this house, each once."""

from __future__ import annotations

from admin_config.generator.inference.naming import field_name, model_names


def test_a_module_is_left_out_where_that_is_clear() -> None:
    names = model_names(
        ["shop_sale", "shop_sale_line", "shop_crates", "stock_rack", "stock_line", "stock_bin"], "x"
    )
    assert names["shop_crates"] == "Crate"
    assert names["stock_rack"] == "Rack"
    assert names["stock_bin"] == "StockBin", "a module cannot be imported as bin, Python has one"
    assert model_names(["import_error"], "flow") == {"import_error": "FlowImportError"}
    assert names["stock_line"] == "StockLine"
    assert names["shop_sale_line"] == "ShopSaleLine"


def test_a_name_of_another_domain_is_not_taken() -> None:
    assert model_names(["product"], "old")["product"] == "OldProduct"


def test_fields_avoid_what_is_taken() -> None:
    assert field_name("customer_id", "sale", (), relation=True) == "customer"
    assert field_name("class", "film", ()) == "film_class"
    assert field_name("version", "film", ()) == "film_version"
    assert field_name("instance_id", "task", (), relation=True) == "task_instance"
    assert field_name("sortKey", "film", ()) == "sort_keyword"
    assert field_name("名称", "film", ()) == "field"
    assert field_name("a", "film", ("a",)) == "film_a"
