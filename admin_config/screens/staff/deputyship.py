"""The screen of deputyships."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from erp.staff.models import Deputyship

SCREEN = Screen(
    Deputyship,
    icon="supervisor_account",
    columns=("person", "deputy", "starts_on", "ends_on", "note"),
    filters=("person", "deputy", "starts_on", "ends_on"),
    sections=(Section(_("Deputyship"), (("person", "deputy"), ("starts_on", "ends_on"), "note")),),
    copy=None,
    importing=None,
    defaults=(("person", lambda request: request.user.pk),),
    small=True,
)
