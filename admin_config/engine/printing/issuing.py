"""Issue papers: draw each once, keep what was drawn, write down that it left the house."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from admin_config.engine.printing.binding import Binder
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.keeping import (
    Drawn,
    digest_of_all,
    file_name,
    issued_bytes,
    issued_row,
)
from admin_config.engine.printing.looks import Look, Looks, look_of, looks_of
from admin_config.engine.printing.pairs import Pairs
from admin_config.engine.printing.reading import LANGUAGES, Unprintable, ready_to_print, sheet_of
from admin_config.engine.printing.sheet import Sheet
from admin_config.engine.spec import Layout, Screen
from admin_config.models import IssuedPaper
from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import AlreadyDone, RunningOperation, operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.telling import About, about_many, about_record

#: What may be asked for as the language of a print besides the paper's own.
CHOICES = (*LANGUAGES, "both")
#: So much of a form's token, and of the digest of what its papers say, tells that it comes twice.
_TOKEN = 32


@dataclass(frozen=True)
class Wish:
    """How somebody wants papers printed: by which layout, in which language (empty: their own)."""

    layout: Layout
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse a language that the house does not have."""
        if self.language and self.language not in CHOICES:
            raise Refusal(_("Choose one of the languages."), code="language")

    @cached_property
    def looks(self) -> Looks:
        """Return what the settings of print say, asked once for all papers of the wish."""
        return looks_of(self.layout)

    @cached_property
    def pairs(self) -> Pairs:
        """Return the house's texts in both languages, asked once for all papers of the wish."""
        return Pairs(self.layout)

    def look_of(self, paper: Any) -> Look:
        """Return how a paper looks."""
        return look_of(paper, self.layout, self.looks)


def is_draft(paper: Any, layout: Layout) -> bool:
    """Tell whether a paper may not go out yet."""
    return layout.draft is not None and bool(layout.draft(paper))


def void_told(paper: Any, layout: Layout) -> Any:
    """Return the word across a paper that holds no longer; nothing while it does."""
    return layout.void(paper) if layout.void is not None else ""


def sheet_to_issue(paper: Any, wish: Wish, *, by: Actor) -> Sheet:
    """Return a paper as texts; what may not go out yet, or holds no longer, says so across it."""
    return _sheet(paper, wish, _mark(paper, wish), by=by)


def _sheet(paper: Any, wish: Wish, mark: Any, *, by: Actor) -> Sheet:
    look = wish.look_of(paper)
    return sheet_of(
        wish.layout,
        paper,
        by=by,
        language=wish.language,
        mark=mark,
        look=look,
        pairs=wish.pairs,
    )


def _mark(paper: Any, wish: Wish) -> Any:
    """Return what stands across a paper that may not go out; nothing where it may."""
    draft = pgettext_lazy("paper", "Draft") if is_draft(paper, wish.layout) else ""
    return void_told(paper, wish.layout) or draft


def preview(paper: Any, wish: Wish, *, by: Actor) -> bytes:
    """Return the PDF as it would be issued; nothing is kept, so “preview” stands across it."""
    check_may(by, "print", paper)
    mark = _mark(paper, wish) or pgettext_lazy("paper", "Preview")
    return pdf_of([_sheet(paper, wish, mark, by=by)])


def draw(paper: Any, wish: Wish, *, by: Actor) -> Drawn:
    """Draw a paper as it leaves the house.

    Refused to who may not print it; ``Unprintable`` when the font lacks characters of it.
    """
    check_may(by, "print", paper)
    sheet = sheet_to_issue(paper, wish, by=by)
    return Drawn(paper, sheet, pdf_of([sheet]))


def issue_paper(
    screen: Screen, paper: Any, wish: Wish, *, by: Actor, form_token: str | None = None
) -> bytes:
    """Print one paper: return its PDF, keep it, and write the act into the log.

    The same form posted twice keeps it once, as long as the paper says the same.
    """
    drawn = draw(paper, wish, by=by)
    about = about_record(type(paper), paper)
    before = _file(screen, wish, [drawn], about, by=by, form_token=form_token)
    return next((data for _name, data in _kept_by(before)), drawn.data) if before else drawn.data


def issue_papers(
    screen: Screen,
    papers: QuerySet[Any],
    wish: Wish,
    *,
    by: Actor,
    packed: bool = False,
    form_token: str | None = None,
) -> IO[bytes]:
    """Print several papers in their order as one PDF, or as a ZIP with a PDF for each.

    Each paper is drawn once: the same bytes are kept of it and stand in the file. All are filed
    under one act in the log, once for a form that is posted twice. Refused whole when one of them
    may not be printed by the actor; ``Unprintable`` names every paper whose characters the font
    lacks.
    """
    made: list[Drawn] = []
    lost: list[tuple[str, str]] = []
    for paper in ready_to_print(wish.layout, papers):
        try:
            made.append(draw(paper, wish, by=by))
        except Unprintable as error:
            lost += [(f"{paper}, {place}", characters) for place, characters in error.found]
    if lost:
        raise Unprintable(tuple(lost))
    file = _together(((each.file, each.data) for each in made), packed=packed)
    about = about_many(screen.model, len(made))
    before = _file(screen, wish, made, about, by=by, form_token=form_token)
    if before is None:
        return file
    file.close()
    return _together(_kept_by(before), packed=packed)


def facts_of(screen: Screen, wish: Wish) -> dict[str, Any]:
    """Return what the log keeps of how papers were issued."""
    return {"screen": screen.label, "layout": wish.layout.name, "language": wish.language}


def _file(
    screen: Screen,
    wish: Wish,
    made: Sequence[Drawn],
    about: About,
    *,
    by: Actor,
    form_token: str | None,
) -> Operation | None:
    """Keep papers and write it into the log; return the act that did so for the same form."""
    said = repr((by.user.pk if by.user else None, [each.sheet for each in made]))
    digest = hashlib.sha256(said.encode()).hexdigest()
    token = form_token[:_TOKEN] + digest[:_TOKEN] if form_token else None
    details = facts_of(screen, wish)
    try:
        with operation(OperationKind.PRINT, by=by, form_token=token, details=details) as running:
            running.row.be_about(about)
            _keep(running, screen, wish, made)
    except AlreadyDone as done:
        return done.operation
    return None


def _kept_by(act: Operation) -> Iterator[tuple[str, bytes]]:
    for row in IssuedPaper.objects.filter(operation=act).order_by("pk"):
        yield file_name(row.name), issued_bytes(row)


def _together(papers: Iterable[tuple[str, bytes]], *, packed: bool) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115 - closed by the answer
    put_together(papers, file, packed=packed)
    file.seek(0)
    return file


def _keep(running: RunningOperation, screen: Screen, wish: Wish, made: Iterable[Drawn]) -> None:
    row = running.stored()
    layout, language = wish.layout, wish.language
    kept = [
        issued_row(each, done=row, screen=screen, layout=layout, language=language) for each in made
    ]
    IssuedPaper.objects.bulk_create(kept)
    row.details = {
        **row.details,
        "papers": len(kept),
        "digest": digest_of_all(each.digest for each in kept),
    }


def put_together(papers: Iterable[tuple[str, bytes]], out: IO[bytes], *, packed: bool) -> None:
    """Write named papers into a file one by one, as one PDF or as a ZIP with a PDF for each."""
    if packed:
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in _each_by_a_name_of_its_own(papers):
                archive.writestr(f"{name}.pdf", data)
        return
    binder = Binder(out)
    for _name, data in papers:
        binder.add(data)
    binder.close()


def _each_by_a_name_of_its_own(
    papers: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, bytes]]:
    """Yield each with a number behind its name until nothing in the file is called the same.

    Letters count as the same in either case, because they do where the file is unpacked.
    """
    taken: set[str] = set()
    for name, data in papers:
        numbered = (f"{name}-{number}" for number in count(2))
        own = next(each for each in chain([name], numbered) if each.casefold() not in taken)
        taken.add(own.casefold())
        yield own, data
