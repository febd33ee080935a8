"""The screen of contacts."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Alike, Copy, Do, Import, Screen
from erp.parties.models import Contact
from erp.parties.services.contact import set_default_contact

SCREEN = Screen(
    Contact,
    icon="contacts",
    columns=("name", "party", "department", "mobile", "phone", "email", "is_default"),
    filters=("party",),
    editable=("name", "department", "mobile", "phone", "email"),
    copy=Copy(reset=("is_default",)),
    importing=Import(
        alike=(Alike("name", within="party"), Alike("email", "mail"), Alike("mobile", "phone"))
    ),
    actions=(
        Do(
            set_default_contact,
            _("Make it the default"),
            icon="star",
            when=lambda contact: not contact.is_default,
        ),
    ),
)
