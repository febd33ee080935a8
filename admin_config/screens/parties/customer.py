"""The screen of customers."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Copy, Do, Import, Merge, Screen, Section, Trend
from admin_config.screens.parties.children import ADDRESSES, ALIKE, BILLING, CONTACTS
from admin_config.screens.sales.panels import LAST_PRICES, LATEST_CHANGES, QUOTATIONS
from erp.parties.models import Customer
from erp.parties.services.party import also_supplier

SCREEN = Screen(
    Customer,
    icon="storefront",
    columns=("name", "short_name", "kind", "sales_owner", "phone", "payment_terms", "created_at"),
    filters=("kind", "sales_owner", "payment_terms", "currency", "created_at"),
    editable=("short_name", "kind", "sales_owner", "phone", "payment_terms", "credit_limit"),
    sections=(
        Section(_("Company"), ("name", ("short_name", "kind"), ("sales_owner", "active"), "note")),
        Section(_("Contact details"), ("address", ("phone", "fax"), ("email", "website"))),
        Section(
            _("Terms"),
            (("payment_terms", "currency"), ("credit_limit", "tax_id"), "language"),
        ),
    ),
    children=(CONTACTS, ADDRESSES, BILLING),
    merge=Merge(gather=("is_customer", "is_supplier")),
    copy=Copy(reset=("is_supplier",), along=("contacts", "addresses")),
    importing=Import(alike=ALIKE),
    actions=(
        Do(
            also_supplier,
            _("Also a supplier"),
            right="approve",
            icon="local_shipping",
            when=lambda customer: not customer.is_supplier,
        ),
    ),
    panels=(QUOTATIONS, LAST_PRICES, LATEST_CHANGES),
    charts=(Trend("created_at", split_by="kind"),),
)
