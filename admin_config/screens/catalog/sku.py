"""The screen of skus: a good with one sku is entered, shown and changed as one record."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import (
    Alike,
    Along,
    Copy,
    Import,
    Label,
    Merge,
    Panel,
    Screen,
    Section,
    Values,
)
from admin_config.screens.sales.panels import LATEST_CHANGES, OFFERS
from erp.catalog.models import ProductImage, Sku
from erp.catalog.queries.specification import Specifications

SCREEN = Screen(
    Sku,
    icon="qr_code_2",
    columns=("code", "local_name", "brand", "model", "category", "unit", "list_price", "sensitive"),
    filters=("category", "brand", "unit", "sensitive", "active", "list_price", "launched_on"),
    totals=(),
    editable=("list_price", "minimum_stock", "reference_cost", "weight", "unit", "active"),
    sections=(
        Section(
            _("Sku"),
            (("code", "product"), ("name", "name_zh"), ("brand", "model"), ("unit", "barcode")),
        ),
        Section(
            _("Prices and stock"),
            (
                ("list_price", "minimum_stock"),
                ("reference_cost", "weight"),
                ("latest_cost", "average_cost"),
                ("launched_on", "active"),
                "tags",
                "sensitive_for",
            ),
        ),
    ),
    along=(
        Along(
            "product",
            _("Product"),
            ("category", "description", "description_zh"),
            start=(
                ("code", "code"),
                ("name", "name"),
                ("name_zh", "name_zh"),
                ("brand", "brand"),
                ("model", "model"),
            ),
        ),
    ),
    values=Values(
        "specifications",
        _("Specifications"),
        by="specification",
        definitions=Specifications,
        scope="product__category",
        listed_by="category",
    ),
    panels=(
        Panel(
            _("Pictures"),
            ProductImage,
            rows=lambda sku: ProductImage.objects.filter(product=sku.product_id).order_by(
                "position", "pk"
            ),
            columns=("image", "note"),
            opens="product",
        ),
        OFFERS,
        LATEST_CHANGES,
    ),
    labels=(
        Label(
            "goods",
            _("Label for goods"),
            rows=("name", "brand", "code"),
            code="barcode",
            otherwise="code",
        ),
        Label(
            "shelf",
            _("Label for the shelf"),
            rows=("code", "name", "unit"),
            code="code",
            square=True,
            stock="a4-2x7",
        ),
    ),
    merge=Merge(),
    copy=Copy(along=("specifications",)),
    importing=Import(alike=(Alike("code", "code"), Alike("barcode", "number"))),
)
