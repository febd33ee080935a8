"""The screen of default texts."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from erp.company.models import TextBlock

SCREEN = Screen(
    TextBlock,
    icon="article",
    columns=("name", "paper", "kind", "language", "active"),
    filters=("paper", "kind", "language", "active"),
    sections=(
        Section(_("Where it goes"), ("name", ("paper", "kind", "language"), "active")),
        Section(_("Text"), ("subject", "text")),
    ),
    small=True,
)
