"""The screen of the company profile."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from admin_config.screens.company.print_preview import COMPANY_PREVIEW
from erp.company.models import Company

SCREEN = Screen(
    Company,
    icon="apartment",
    columns=("name", "name_zh", "base_currency", "phone", "email"),
    sections=(
        Section(_("Name"), (("name", "name_zh"), ("short_name", "tax_id"))),
        Section(
            _("Letterhead"),
            (
                ("address", "address_zh"),
                ("phone", "fax"),
                ("email", "website"),
                ("logo", "stamp"),
                "accent",
            ),
        ),
        Section(
            _("Bank"),
            (
                ("bank_name", "bank_name_zh"),
                ("bank_account", "bank_code"),
                ("bank_address", "bank_address_zh"),
            ),
        ),
        Section(_("Quotations"), (("validity_reseller", "validity_end_user"),)),
        Section(_("Books"), ("base_currency", ("language", "time_zone"))),
    ),
    copy=None,
    preview=COMPANY_PREVIEW,
    small=True,
)
