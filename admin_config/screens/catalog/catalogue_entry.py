"""The screen of makers' catalogues, found by any designation that a thing ever had."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Begin, Children, Copy, Screen, Section, Values
from erp.catalog.models import CatalogueEntry, FormerDesignation, Sku
from erp.catalog.queries.catalogue_entry import beginning_of_a_sku
from erp.catalog.queries.specification import Specifications

SCREEN = Screen(
    CatalogueEntry,
    icon="menu_book",
    columns=(
        "model",
        "brand",
        "local_designation",
        "also_known_as",
        "category",
        "sku",
    ),
    filters=("brand", "category", "sku"),
    sections=(
        Section(
            _("Designation"),
            (("brand", "model"), ("designation", "designation_zh"), ("category", "sku"), "note"),
        ),
    ),
    values=Values(
        "specifications",
        _("Specifications"),
        by="specification",
        definitions=Specifications,
        scope="category",
        listed_by="category",
        place=1,
    ),
    children=(Children(FormerDesignation, columns=("brand", "model"), tab=False),),
    copy=Copy(reset=("sku",), along=("specifications",)),
    begins=(
        Begin(
            Sku,
            _("Create sku from entry"),
            beginning_of_a_sku,
            joins="sku",
            needs=("unit",),
            when=lambda entry: entry.sku_id is None,
        ),
    ),
)
