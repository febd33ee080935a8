"""The texts that staff wrote for mails."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.company.models import Paper, TextBlock, TextKind


def mail_texts(paper: Paper, language: str) -> QuerySet[TextBlock]:
    """Return the texts in use for mails with a kind of paper, in the order of their names."""
    return TextBlock.objects.filter(
        paper=paper, language=language, kind=TextKind.MAIL, active=True
    ).order_by("name_key")
