"""What a company has inside its form: contacts, addresses and what invoices show."""

from admin_config.engine.spec import Children
from erp.parties.models import Address, BillingProfile, Contact

CONTACTS = Children(
    Contact,
    columns=("name", "salutation", "department", "mobile", "phone", "email", "is_default"),
    relation="party",
)
ADDRESSES = Children(
    Address,
    columns=(
        "kind",
        "country",
        "region",
        "street",
        "postcode",
        "receiver",
        "phone",
        "is_default",
    ),
    blocks=True,
    key=("kind", "street"),
)
BILLING = Children(BillingProfile)
