"""Try settings of print out: a real paper as it would look, of which nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext as _

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.pictures import is_readable
from admin_config.engine.printing.reading import LANGUAGES, Unprintable, ready_to_print, sheet_of
from admin_config.engine.printing.sample import sample_paper
from admin_config.engine.spec.printing import Layout
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.refusal import Refusal
from erp.foundation.rights import scoped

#: So many papers are offered to be looked at, the newest first.
_OFFERED = 20
#: Chosen instead of a paper's key: the made-up one.
SAMPLE = "sample"


def papers_to_try(layout: Layout, issuer: Any, by: Actor) -> models.QuerySet[Any]:
    """Return the papers of an issuer that the actor may print, the newest first."""
    papers = scoped(by, "print", layout.model._default_manager.order_by("-pk"))
    if layout.letterhead is not None and issuer is not None:
        papers = papers.filter(**{layout.letterhead.of: issuer.pk})
    return papers


def offered_papers(layout: Layout, issuer: Any, by: Actor) -> list[tuple[str, str]]:
    """Return what may be chosen to be looked at: key and name."""
    papers = papers_to_try(layout, issuer, by)[:_OFFERED]
    return [*((str(each.pk), str(each)) for each in papers), (SAMPLE, _("A made-up paper"))]


def tried(
    layout: Layout, look: Look, issuer: Any, *, key: str = "", language: str = "", by: Actor
) -> bytes:
    """Return a paper of the issuer as a PDF in a look: the chosen one, the newest, or a sample.

    Who looks may print that paper; “preview” or “sample” stands across it. Refused with the
    characters that the paper's own words have and no font has.
    """
    paper = None
    if key != SAMPLE:
        papers = papers_to_try(layout, issuer, by)
        if number_in(key) is not None:
            papers = papers.filter(pk=key)
        paper = ready_to_print(layout, papers).first()
    mark = pgettext_lazy("paper", "Preview") if paper else pgettext_lazy("paper", "Sample")
    wanted = language or look.language
    with override(wanted if wanted in LANGUAGES else get_language()):
        paper = paper or sample_paper(layout, issuer)
    if layout.letterhead is not None and issuer is not None:
        setattr(paper, layout.letterhead.of, issuer)
    try:
        sheet = sheet_of(
            layout, paper, by=by, language=language, mark=mark, look=replace(look, tried=True)
        )
    except Unprintable as error:
        raise Refusal(
            _("Not in the font of the papers: %(places)s") % {"places": error.told()}
        ) from None
    return pdf_of([sheet])


def check_printable(record: Any, names: Iterable[str]) -> None:
    """Refuse texts whose characters no font of the papers has, and pictures that nobody can read.

    Each is named at its field, so that it never reaches a paper as an empty box.
    """
    wrong: dict[str, Any] = {}
    for name in names:
        value = getattr(record, name)
        if isinstance(value, str):
            lost = missing_in(cleaned(value))
            if lost:
                message = _("These characters cannot be printed: %(characters)s")
                wrong[name] = message % {"characters": " ".join(lost)}
        elif value and not _is_readable(value):
            wrong[name] = _("This picture cannot be read. Upload it again.")
    if wrong:
        raise ValidationError(wrong)


def _is_readable(file: Any) -> bool:
    if not file._committed:
        file.seek(0)
        return is_readable(file.read())
    return bool(file.storage.exists(file.name)) and is_readable(file.path)
