"""The screen of roles."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.rights_told.compare_page import compare_roles
from admin_config.engine.spec import Copy, Page, Screen, Section
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
        Section(_("Invitations"), ("invites",)),
    ),
    copy=Copy(reset=("code", "rights_given")),
    importing=None,
    pages=(Page("compare", _("Compare"), compare_roles, icon="compare_arrows", of_list=True),),
    small=True,
)
