"""Print and send thousands of papers by a job: chunk by chunk, taken up again where it was left."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admin_config.engine.printing.filing import file_as_sent
from admin_config.engine.printing.issuing import Wish, draw, facts_of, put_together
from admin_config.engine.printing.keeping import (
    digest_of_all,
    discard,
    file_name,
    issued_bytes,
    issued_row,
)
from admin_config.engine.printing.reading import Unprintable, ready_to_print
from admin_config.engine.printing.sending import SENT, parted, post, ready_to_send
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.kept_files import check_is_kept, exports_folder
from admin_config.models import IssuedPaper
from erp.foundation.actor import Actor
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.operation import AlreadyDone, operation, retrying
from erp.foundation.refusal import Refusal
from erp.foundation.services.job import Progress, ask_for_job
from erp.foundation.telling import about_many

#: Papers that are drawn, or sent, before the job tells how far it is.
CHUNK = 50
#: What one job takes on.
MOST_IN_BACKGROUND = 20_000
#: Reasons that are kept of papers that were left out; all are counted.
_REASONS = 200
_ENDED = (JobState.FAILED, JobState.CANCELLED)


@dataclass
class LeftOut:
    """Papers that could not go along, counted, the first ones with their reason."""

    count: int = 0

    def __post_init__(self) -> None:
        """Begin with none."""
        self.reasons: list[str] = []

    def add(self, paper: object, reason: str) -> None:
        """Leave one out."""
        self.count += 1
        if len(self.reasons) < _REASONS:
            self.reasons.append(f"{paper}: {reason}")


@dataclass(frozen=True)
class Work:
    """What a job of printing or sending was asked to do."""

    screen: Screen
    wish: Wish
    keys: Sequence[int]
    lead: Operation
    by: Actor
    frozen: Path

    @classmethod
    def of(cls, progress: Progress) -> Work:
        """Read it from the job; refused when the screen or layout is gone, or its keys cleared."""
        asked = progress.arguments
        screen = registry.find(asked["screen"])
        layouts = {layout.name: layout for layout in screen.layouts} if screen else {}
        if screen is None or asked["layout"] not in layouts:
            raise Refusal(_("This screen does not exist any more."), code="screen")
        frozen = exports_folder() / PurePath(asked["keys"]).name
        check_is_kept(frozen)
        return cls(
            screen=screen,
            wish=Wish(layouts[asked["layout"]], asked["language"]),
            keys=array("q", frozen.read_bytes()),
            lead=Operation.objects.get(pk=asked["lead"]),
            by=progress.actor,
            frozen=frozen,
        )

    def chunks(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Return the keys chunk by chunk, each with how many came before."""
        for start in range(0, len(self.keys), CHUNK):
            yield start, self.keys[start : start + CHUNK]

    def rows(self, keys: Sequence[int]) -> dict[str, IssuedPaper]:
        """Return what this job has drawn of these records already."""
        found = IssuedPaper.all_rows.filter(
            operation=self.lead, screen=self.screen.label, record__in=[str(key) for key in keys]
        )
        return {row.record: row for row in found}

    def missing(self, keys: Sequence[int], left: LeftOut) -> list[Any]:
        """Return the papers of these keys that are still to be drawn, in order."""
        known = self.rows(keys)
        wanted = [key for key in keys if str(key) not in known]
        records = self.screen.model._default_manager.filter(pk__in=wanted)
        found = {paper.pk: paper for paper in ready_to_print(self.wish.layout, records)}
        for key in wanted:
            if key not in found:
                left.add(f"#{key}", _("It does not exist any more."))
        return [found[key] for key in wanted if key in found]


def ask_for_papers(
    kind: str,
    screen: Screen,
    keys: Sequence[int],
    wish: Wish,
    *,
    by: Actor,
    title: str,
    form_token: str | None = None,
    **more: Any,
) -> Job:
    """Let a worker print (``console.print``) or send (``console.send``) papers, in this order.

    The same form posted twice asks for one job.
    """
    if len(keys) > MOST_IN_BACKGROUND:
        raise Refusal(
            _("At most %(most)d papers at once; these are %(count)d.")
            % {"most": MOST_IN_BACKGROUND, "count": len(keys)},
            code="many",
        )
    folder = exports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    frozen = folder / f"{uuid.uuid4().hex}.keys"
    frozen.write_bytes(array("q", keys).tobytes())
    sends = kind == "console.send"
    facts: dict[str, Any] = {"verb": SENT} if sends else {}
    details = {**facts_of(screen, wish), "papers": len(keys)}
    try:
        with operation(
            OperationKind.MAIL if sends else OperationKind.PRINT,
            by=by,
            form_token=form_token,
            details=details,
            **facts,
        ) as running:
            running.row.be_about(about_many(screen.model, len(keys)))
            return ask_for_job(
                kind,
                by=by,
                title=title,
                screen=screen.label,
                layout=wish.layout.name,
                language=wish.language,
                keys=frozen.name,
                lead=running.stored().pk,
                spoken=translation.get_language(),
                zone=timezone.get_current_timezone_name(),
                **more,
            )
    except AlreadyDone as done:
        frozen.unlink(missing_ok=True)
        first: Job | None = done.operation.jobs.order_by("pk").first()
        if first is None:
            raise
        return first


def print_in_background(progress: Progress) -> dict[str, Any]:
    """Draw every paper once into the archive, put the file together, then hand all of it out.

    Killed in between it goes on with what is not drawn yet. Whatever is drawn stays unseen until
    the file is whole; a job that is stopped or fails leaves nothing.
    """
    asked = progress.arguments
    with translation.override(asked["spoken"]), timezone.override(asked["zone"]):
        work, left = Work.of(progress), LeftOut()
        try:
            for done, keys in work.chunks():
                progress.tell(done, len(work.keys))
                _draw_missing(work, keys, left)
            path = _whole_file(work, progress, packed=asked["packed"])
            progress.tell(len(work.keys))
        except Exception:
            discard_held(work.lead)
            raise
        printed = _hand_out(work)
    return {"file": path.name, "papers": printed, "left": left.count, "reasons": left.reasons}


def _draw_missing(work: Work, keys: Sequence[int], left: LeftOut) -> None:
    rows = []
    for paper in work.missing(keys, left):
        try:
            drawn = draw(paper, work.wish, by=work.by)
        except Unprintable as error:
            left.add(paper, error.told())
        except ValidationError as refusal:
            left.add(paper, " ".join(refusal.messages))
        else:
            layout, language = work.wish.layout, work.wish.language
            row = issued_row(
                drawn, done=work.lead, screen=work.screen, layout=layout, language=language
            )
            row.issued_at = None
            rows.append(row)
    retrying(partial(IssuedPaper.all_rows.bulk_create, rows))


def _whole_file(work: Work, progress: Progress, *, packed: bool) -> Path:
    """Write what was kept into one file, a paper at a time, and name it once it is whole."""
    path = work.frozen.with_suffix(".zip" if packed else ".pdf")
    part = path.with_suffix(f"{path.suffix}.part")
    with part.open("wb") as out:
        put_together(_kept(work, progress), out, packed=packed)
    part.replace(path)
    return path


def _kept(work: Work, progress: Progress) -> Iterator[tuple[str, bytes]]:
    message = _("Putting the file together …")
    for done, keys in work.chunks():
        progress.tell(done, len(work.keys), message)
        rows = work.rows(keys)
        for key in keys:
            row = rows.get(str(key))
            if row is not None:
                yield file_name(row.name), issued_bytes(row)


def _hand_out(work: Work) -> int:
    """File all papers as issued, at once, and say in the log by what they are known."""
    held = IssuedPaper.all_rows.filter(operation=work.lead)
    digests = list(held.filter(issued_at=None).values_list("digest", flat=True))
    if digests:
        details = {"papers": len(digests), "digest": digest_of_all(digests)}
        with operation(
            OperationKind.PRINT, by=work.by, part_of=work.lead, details=details
        ) as running:
            running.stored()
            running.row.be_about(about_many(work.screen.model, len(digests)))
            held.filter(issued_at=None).update(issued_at=timezone.now())
    return held.count()


def send_in_background(progress: Progress) -> dict[str, Any]:
    """Send every paper to its own reader; a chunk goes whole or not, and no paper goes twice.

    However it ends, the log knows what went; one that is killed goes on, or the clock files it.
    """
    asked = progress.arguments
    with translation.override(asked["spoken"]), timezone.override(asked["zone"]):
        work, left = Work.of(progress), LeftOut()
        try:
            for done, keys in work.chunks():
                progress.tell(done, len(work.keys))
                _send_missing(work, keys, left, asked)
            progress.tell(len(work.keys))
        except Exception:
            file_as_sent(work.lead, by=work.by)
            raise
        sent = file_as_sent(work.lead, by=work.by)
    return {"sent": sent, "left": left.count, "reasons": left.reasons}


def _send_missing(work: Work, keys: Sequence[int], left: LeftOut, asked: dict[str, Any]) -> None:
    addresses = {name: asked.get(name, "") for name in ("copy_to", "reply_to")}
    papers = work.missing(keys, left)
    outcome, ready = parted(ready_to_send(papers, work.wish, by=work.by, **addresses))
    for paper, reason in outcome.left:
        left.add(paper, reason)
    if ready:
        retrying(partial(_post_all, work, ready))


def _post_all(work: Work, ready: Sequence[Any]) -> None:
    with transaction.atomic():
        for drawn, message in ready:
            post(drawn, message, done=work.lead, screen=work.screen, wish=work.wish, by=work.by)


def discard_held(lead: Operation) -> None:
    """Forget what a job has drawn and not handed out."""
    while held := list(IssuedPaper.all_rows.filter(operation=lead, issued_at=None)[:500]):
        discard(held)


def discard_abandoned() -> int:
    """Forget what jobs have drawn that ended without handing it out; return how many papers."""
    held = IssuedPaper.all_rows.filter(issued_at=None, operation__jobs__state__in=_ENDED)
    gone = 0
    while batch := list(held[:500]):
        discard(batch)
        gone += len(batch)
    return gone
