"""The screen of roles."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from erp.staff.models import Role

SCREEN = Screen(
    Role,
    icon="shield_person",
    columns=("name", "name_zh", "purpose", "approval_limit", "needs_end"),
    totals=(),
    filters=(),
    sections=(
        Section(_("Role"), (("name", "name_zh"), "note", "needs_end")),
        Section(_("Approval"), (("approval_limit", "approves_own"),)),
        Section(_("Rights"), ("permissions",)),
    ),
    importing=None,
    small=True,
)
