"""What waits for somebody among quotations: the cards of the home page."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import HomeCard
from erp.sales.queries.quotation import (
    about_to_expire,
    rejected_drafts,
    waiting_as_deputy,
    waiting_for_approval,
)

CARDS = (
    HomeCard(
        _("Quotations that wait for my approval"),
        rows=waiting_for_approval,
        query="status=submitted",
        urgent=True,
    ),
    HomeCard(
        _("Quotations that wait for me as a deputy"),
        rows=waiting_as_deputy,
        query="status=submitted",
        urgent=True,
    ),
    HomeCard(
        _("Quotations that are about to expire"),
        rows=about_to_expire,
        query="status=approved",
    ),
    HomeCard(_("Quotations that came back"), rows=rejected_drafts, query="status=draft"),
)
