"""The screen of print settings: how each kind of paper looks and what it says."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Screen, Section
from admin_config.screens.company.print_preview import SETTING_PREVIEW
from erp.company.models import PrintSetting

SCREEN = Screen(
    PrintSetting,
    icon="format_paint",
    columns=("layout", "company", "paper", "landscape", "language", "accent", "changed_at"),
    filters=("layout", "company", "paper"),
    sections=(
        Section(_("What it is for"), (("layout", "company"),)),
        Section(_("Page"), (("paper", "landscape"), ("language", "accent"))),
        Section(_("Parts of the paper"), ("parts",)),
        Section(
            _("Texts"),
            (
                ("opening", "opening_zh"),
                ("remarks", "remarks_zh"),
                ("terms", "terms_zh"),
                ("closing", "closing_zh"),
                ("foot", "foot_zh"),
            ),
            help=_("Of a text in one language only, papers in the other one print that one."),
        ),
    ),
    copy=None,
    preview=SETTING_PREVIEW,
    small=True,
)
