"""The screen of default texts."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from erp.company.models import TextBlock

_PLACEHOLDERS = _(
    "Mails may name, and the paper fills in: {greeting} {contact} {customer} {paper} {number} "
    "{date} {valid_until} {total} {company} {sender} {phone}"
)
SCREEN = Screen(
    TextBlock,
    icon="article",
    columns=("name", "paper", "kind", "language", "active"),
    filters=("paper", "kind", "language", "active"),
    sections=(
        Section(_("Where it goes"), ("name", ("paper", "kind", "language"), "active")),
        Section(_("Text"), ("subject", "text"), help=_PLACEHOLDERS),
    ),
    small=True,
)
