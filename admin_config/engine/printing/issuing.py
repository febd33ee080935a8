"""Issue papers: draw them, keep what was drawn byte for byte, write down that it left the house."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.paging import Style
from admin_config.engine.printing.reading import LANGUAGES, Unprintable, ready_to_print, sheet_of
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.spec import Layout, Screen
from admin_config.models import IssuedPaper
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import RunningOperation, operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.telling import about_many, about_record

#: What may be asked for as the language of a print besides the paper's own.
CHOICES = (*LANGUAGES, "both")


@dataclass(frozen=True)
class Wish:
    """How somebody wants papers printed: by which layout, in which language (empty: their own)."""

    layout: Layout
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse a language that the house does not have."""
        if self.language and self.language not in CHOICES:
            raise Refusal(_("Choose one of the languages."), code="language")


def sheet_to_issue(paper: Any, wish: Wish, *, by: Actor) -> Sheet:
    """Return a paper as texts; until it may go out, “draft” stands across it."""
    mark = _mark(paper, wish)
    return sheet_of(wish.layout, paper, by=by, language=wish.language, mark=mark)


def _mark(paper: Any, wish: Wish) -> str:
    """Return what stands across a paper that may not go out yet; nothing once it may."""
    if wish.layout.draft is None or not wish.layout.draft(paper):
        return ""
    own = getattr(paper, wish.layout.language, "") or LANGUAGES[0]
    with override(own if wish.language in {"", "both"} else wish.language):
        return pgettext("paper", "Draft")


def preview(paper: Any, wish: Wish, *, by: Actor) -> bytes:
    """Return the PDF as it would be issued; nothing is kept, so “preview” stands across it."""
    check_may(by, "print", paper)
    mark = _mark(paper, wish) or pgettext("paper", "Preview")
    sheet = sheet_of(wish.layout, paper, by=by, language=wish.language, mark=mark)
    return pdf_of([sheet], Style())


def issue_paper(screen: Screen, paper: Any, wish: Wish, *, by: Actor) -> bytes:
    """Print one paper: return its PDF, keep it, and write the act into the log.

    Refused to who may not print it; ``Unprintable`` when the font lacks characters of it.
    """
    check_may(by, "print", paper)
    sheet = sheet_to_issue(paper, wish, by=by)
    data = pdf_of([sheet], Style())
    with operation(OperationKind.PRINT, by=by, details=_details(screen, wish)) as running:
        running.row.be_about(about_record(type(paper), paper))
        _keep(running, screen, wish, [(paper, sheet, data)])
    return data


def issue_papers(
    screen: Screen, papers: QuerySet[Any], wish: Wish, *, by: Actor, packed: bool = False
) -> bytes:
    """Print several papers in their order as one PDF, or as a ZIP with a PDF for each.

    Every paper is kept by itself, all under one act in the log. Refused whole when one of them
    may not be printed by the actor; ``Unprintable`` names every paper whose characters the font
    lacks.
    """
    made = []
    lost: list[tuple[str, str]] = []
    for paper in ready_to_print(wish.layout, papers):
        check_may(by, "print", paper)
        try:
            sheet = sheet_to_issue(paper, wish, by=by)
        except Unprintable as error:
            lost += [(f"{paper}, {place}", characters) for place, characters in error.found]
            continue
        made.append((paper, sheet, pdf_of([sheet], Style())))
    if lost:
        raise Unprintable(tuple(lost))
    data = _packed(made) if packed else pdf_of([sheet for _p, sheet, _d in made], Style())
    with operation(OperationKind.PRINT, by=by, details=_details(screen, wish)) as running:
        running.row.be_about(about_many(screen.model, len(made)))
        _keep(running, screen, wish, made)
    return data


def _details(screen: Screen, wish: Wish) -> dict[str, Any]:
    return {"screen": screen.label, "layout": wish.layout.name, "language": wish.language}


def _packed(made: Sequence[tuple[Any, Sheet, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for _paper, sheet, data in made:
            archive.writestr(f"{file_name(sheet.number)}.pdf", data)
    return out.getvalue()


def file_name(number: str) -> str:
    """Return a number as a file may be called."""
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in number) or "paper"


def _keep(
    running: RunningOperation,
    screen: Screen,
    wish: Wish,
    made: Iterable[tuple[Any, Sheet, bytes]],
) -> None:
    """Store the files and their rows; the transaction that fails leaves files nobody points to."""
    row, now = running.stored(), timezone.now()
    kept = []
    for paper, sheet, data in made:
        digest = hashlib.sha256(data).hexdigest()
        issued = IssuedPaper(
            operation=row,
            screen=screen.label,
            record=str(paper.pk),
            name=sheet.number[:150],
            layout=wish.layout.name,
            language=wish.language or str(getattr(paper, wish.layout.language, "")),
            draft=bool(sheet.mark),
            size=len(data),
            digest=digest,
            issued_at=now,
        )
        issued.file.save(
            f"{file_name(sheet.number)}-{digest[:12]}.pdf", ContentFile(data), save=False
        )
        kept.append(issued)
    IssuedPaper.objects.bulk_create(kept)


def issued_bytes(issued: IssuedPaper) -> bytes:
    """Return the file as it left the house; refused when it is not what was kept then."""
    try:
        with issued.file.open("rb") as file:
            data = bytes(file.read())
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != issued.digest:
        raise Refusal(
            _("The file of “%(paper)s” is gone or was altered since it was printed."),
            code="altered",
            params={"paper": issued.name},
        )
    return data
