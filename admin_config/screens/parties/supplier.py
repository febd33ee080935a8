"""The screen of suppliers."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Copy, Do, Import, Merge, Screen, Section, Trend
from admin_config.screens.parties.children import ADDRESSES, ALIKE, BILLING, CONTACTS
from admin_config.screens.sales.panels import LATEST_CHANGES
from erp.parties.models import Supplier
from erp.parties.services.party import also_customer

SCREEN = Screen(
    Supplier,
    icon="local_shipping",
    columns=("name", "short_name", "purchasing_owner", "phone", "payment_terms", "created_at"),
    filters=("purchasing_owner", "payment_terms", "currency", "created_at"),
    editable=("short_name", "purchasing_owner", "phone", "payment_terms"),
    sections=(
        Section(_("Company"), ("name", ("short_name", "purchasing_owner"), "active", "note")),
        Section(_("Contact details"), ("address", ("phone", "fax"), ("email", "website"))),
        Section(_("Terms"), (("payment_terms", "currency"), ("tax_id", "language"))),
    ),
    children=(CONTACTS, ADDRESSES, BILLING),
    merge=Merge(gather=("is_customer", "is_supplier")),
    copy=Copy(reset=("is_customer",), along=("contacts", "addresses")),
    importing=Import(alike=ALIKE),
    actions=(
        Do(
            also_customer,
            _("Also a customer"),
            right="approve",
            icon="storefront",
            when=lambda supplier: not supplier.is_customer,
        ),
    ),
    panels=(LATEST_CHANGES,),
    charts=(Trend("created_at"),),
)
