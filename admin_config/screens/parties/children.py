"""What a company has inside its form, and by what it is known again."""

from admin_config.engine.spec import Alike, Children
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
#: What makes two companies perhaps one.
ALIKE = (Alike("name"), Alike("tax_id", "code"), Alike("phone", "phone"), Alike("email", "mail"))
