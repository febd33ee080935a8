"""The screen of products: what is common to several skus, which stand below it."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Alike, Children, Copy, Import, Screen, Section
from erp.catalog.models import Product, ProductImage, Sku

SCREEN = Screen(
    Product,
    icon="inventory_2",
    columns=("code", "local_name", "brand", "model", "category", "launched_on"),
    filters=("category", "brand", "created_at"),
    sections=(
        Section(
            _("Product"),
            (("code", "category"), ("name", "name_zh"), ("brand", "model"), "launched_on"),
        ),
        Section(_("Description"), ("description", "description_zh")),
    ),
    children=(
        Children(Sku, columns=("code", "name", "brand", "model", "unit", "list_price", "active")),
        Children(ProductImage, columns=("image", "note", "position")),
    ),
    copy=Copy(along=("images",)),
    importing=Import(alike=(Alike("code", "code"),)),
)
