"""Some papers of the demo company that left the house: downloaded by their owners, or sent."""

from __future__ import annotations

from admin_config.engine.printing.issuing import Wish, issue_paper
from admin_config.engine.printing.reading import ready_to_print
from admin_config.engine.printing.sending import own_message, send_paper
from admin_config.models import IssuedPaper
from admin_config.screens.sales.quotation import SCREEN
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from admin_config.screens.sales.quotation_mailing import QUOTATION_MAILING
from erp.foundation.actor import Actor
from erp.foundation.rights import may
from erp.sales.models import Quotation
from erp.sales.models.quotation import QuotationStatus

_MOST = 12
_SENDERS = ("sales", "sales2")


def load_demo_issued() -> int:
    """Let the newest approved quotations go out once, two of three by mail; return how many."""
    if IssuedPaper.objects.exists():
        return 0
    wish = Wish(QUOTATION_LAYOUT)
    rows = Quotation.objects.filter(
        status=QuotationStatus.APPROVED, owner__username__in=_SENDERS
    ).order_by("-issued_on", "-pk")
    gone = 0
    for place, paper in enumerate(ready_to_print(QUOTATION_LAYOUT, rows[:_MOST])):
        actor = Actor.person(paper.owner)
        if not may(actor, "print", paper):
            continue
        if place % 3 == 0 or not QUOTATION_MAILING.reader(paper).address:
            issue_paper(SCREEN, paper, wish, by=actor)
        else:
            message = own_message(paper, wish, reply_to=paper.owner.email)
            send_paper(SCREEN, paper, wish, message, by=actor)
        gone += 1
    return gone
