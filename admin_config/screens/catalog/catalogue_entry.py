"""The screen of makers' catalogues, found by any designation that a thing ever had."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, Screen, Section
from erp.catalog.models import CatalogueEntry
from erp.catalog.services.catalogue_entry import create_sku_from_entry

SCREEN = Screen(
    CatalogueEntry,
    icon="menu_book",
    columns=(
        "model",
        "brand",
        "designation",
        "designation_zh",
        "former_brand",
        "former_model",
        "category",
        "sku",
    ),
    filters=("brand", "category", "sku"),
    sections=(
        Section(
            _("Designation"),
            (("brand", "model"), ("designation", "designation_zh"), ("category", "sku")),
        ),
        Section(_("Before"), (("former_brand", "former_model"),)),
        Section(_("Specifications"), ("specifications",), folded=True),
    ),
    actions=(
        Do(
            create_sku_from_entry,
            _("Create sku from entry"),
            icon="add_box",
            when=lambda entry: entry.sku_id is None,
            answer=lambda _entry, sku: _("This sku was made: %(sku)s.") % {"sku": sku},
        ),
    ),
)
