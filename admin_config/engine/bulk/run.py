"""From the chosen set to the last record: freeze, check, begin, go on, end; each step is small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admin_config.engine.bulk.changing import FieldWork
from admin_config.engine.bulk.stepping import StepWork
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.finding import Finding
from admin_config.models import BulkOutcome, BulkRow, BulkRun, BulkState, Verdict
from erp.foundation.actor import Actor
from erp.foundation.models import JobState
from erp.foundation.operation import retrying
from erp.foundation.refusal import Refusal
from erp.foundation.rows import insert_rows
from erp.foundation.services.job import ask_for_job

#: More records than this are checked or done in the background.
AT_ONCE = 500
#: A set has no more records than this.
MOST = 200_000
_NAME = 200
_COLUMNS = ("run_id", "number", "record_pk", "name", "outcome", "differences", "reasons")
_OUTCOMES = {Verdict.CHANGED: BulkOutcome.READY, Verdict.UNCHANGED: BulkOutcome.UNCHANGED}
Tell = Callable[[int], None]


class Work(Protocol):
    """What is done with the records of a run."""

    #: Records of one transaction.
    chunk: int

    def look(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Return what would become of each; nothing is written."""

    def do(self, rows: Sequence[BulkRow]) -> list[Finding]:
        """Do it inside the running operation; return what became of each."""


def nobody(_done: int) -> None:
    """Tell nobody how far it is."""


def screen_of(run: BulkRun) -> Screen:
    """Return the screen whose records it is about."""
    screen = registry.find(run.screen)
    if screen is None:
        raise Refusal(_("This screen does not exist any more."), code="screen")
    return screen


def actor_of_run(run: BulkRun) -> Actor:
    """Return the person in whose name it is done."""
    return Actor.person(run.asked_by)


@contextmanager
def as_asked(run: BulkRun) -> Iterator[None]:
    """Speak the language and keep the zone of the person who asked, also in the background."""
    language = run.options.get("language") or "en"
    with translation.override(language), timezone.override(run.options.get("zone") or "UTC"):
        yield


def work_of(run: BulkRun) -> Work:
    """Return what the run does with its records."""
    kind = StepWork if run.verb else FieldWork
    return kind(screen_of(run), actor_of_run(run), run)


def freeze(
    screen: Screen, records: QuerySet[Any], *, by: Actor, words: Sequence[str], verb: str = ""
) -> BulkRun:
    """Keep the keys of these records as a set of their own: what changes later leaves it alone."""
    keys = list(records.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not keys:
        raise Refusal(_("No record is chosen."), code="none")
    if len(keys) > MOST:
        text = _("At most %(most)d records at once: choose fewer.")
        raise Refusal(text, code="many", params={"most": MOST})
    asker: Any = by.user
    with transaction.atomic():
        run = BulkRun.objects.create(
            screen=screen.label,
            verb=verb,
            asked_by=asker,
            words=list(words),
            total=len(keys),
            counts={BulkOutcome.WAITING: len(keys)},
            options={
                "language": translation.get_language() or "en",
                "zone": timezone.get_current_timezone_name(),
            },
        )
        waiting: Iterator[tuple[Any, ...]] = (
            (run.pk, number, key, "", BulkOutcome.WAITING.value, [], [])
            for number, key in enumerate(keys, 1)
        )
        insert_rows(BulkRow, _COLUMNS, waiting)
    return run


def ask_in_background(run: BulkRun, kind: str, count: int) -> None:
    """Let a job go on with the run."""
    titles = {"console.bulk_check": _("Check: %(what)s"), "console.bulk_do": _("Change: %(what)s")}
    names = screen_of(run).model._meta.verbose_name_plural
    run.job = ask_for_job(
        kind, by=actor_of_run(run), title=titles[kind] % {"what": names}, run=run.pk
    )
    run.job.total = count
    run.job.save(update_fields=["total"])
    run.save(update_fields=["job"])


def start_check(run: BulkRun) -> None:
    """Check every record anew with what is asked for now; many in the background."""
    with transaction.atomic():
        locked = BulkRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in {BulkState.CHOSEN, BulkState.CHECKED, BulkState.CHECKING}:
            raise Refusal(_("This was already begun."), code="started")
        run.state, run.checked_to = BulkState.CHECKING, 0
        run.counts, run.job = {BulkOutcome.WAITING: run.total}, None
        run.save()
        run.rows.update(outcome=BulkOutcome.WAITING, reasons=[], differences=[])
        if run.total > AT_ONCE:
            ask_in_background(run, "console.bulk_check", run.total)
    if run.job is None:
        check_rows(run)


def check_rows(run: BulkRun, tell: Tell = nobody) -> None:
    """Look at what was not looked at yet, chunk by chunk; each carries its place in the set."""
    with as_asked(run):
        work = work_of(run)
        while rows := list(
            run.rows.filter(number__gt=run.checked_to).order_by("number")[: work.chunk]
        ):
            _store_check(run, rows, work.look(rows))
            tell(run.checked_to)
        BulkRun.objects.filter(pk=run.pk, state=BulkState.CHECKING).update(state=BulkState.CHECKED)
        run.refresh_from_db()


def try_out(run: BulkRun, rows: Sequence[BulkRow]) -> None:
    """Look at rows once more and keep nothing: what asks for a fresh proof asks now."""
    with as_asked(run):
        work_of(run).look(rows)


def _store_check(run: BulkRun, rows: list[BulkRow], findings: list[Finding]) -> None:
    """Store what a chunk came to with the place that was reached, all or nothing."""
    expected = run.checked_to

    def write() -> None:
        with transaction.atomic():
            locked = BulkRun.objects.select_for_update().get(pk=run.pk)
            if locked.checked_to != expected or locked.state != BulkState.CHECKING:
                raise Refusal(_("Somebody else is at it already."), code="taken")
            replace_rows(locked, rows, findings, BulkOutcome.READY)
            locked.checked_to = rows[-1].number
            locked.save(update_fields=["counts", "checked_to"])
            run.counts, run.checked_to = locked.counts, locked.checked_to

    retrying(write)


def replace_rows(
    locked: BulkRun, rows: Sequence[BulkRow], findings: Sequence[Finding], changed: BulkOutcome
) -> None:
    """Put what was found in the place of these rows; the counts follow, the caller saves them."""
    outcomes = [
        changed
        if finding.verdict == Verdict.CHANGED
        else _OUTCOMES.get(finding.verdict or Verdict.REFUSED, BulkOutcome.REFUSED)
        for finding in findings
    ]
    locked.rows.filter(number__in=[row.number for row in rows]).delete()
    made = (
        (
            locked.pk,
            row.number,
            row.record_pk,
            str(finding.record if finding.record is not None else row.name)[:_NAME],
            outcome.value,
            finding.differences if outcome != BulkOutcome.REFUSED else row.differences,
            finding.reasons,
        )
        for row, finding, outcome in zip(rows, findings, outcomes, strict=True)
    )
    insert_rows(BulkRow, _COLUMNS, made)
    was = Counter(str(row.outcome) for row in rows)
    now = Counter(str(outcome.value) for outcome in outcomes)
    locked.counts = dict(Counter(locked.counts) - was + now)


def is_left(run: BulkRun) -> bool:
    """Tell whether it was begun and nobody is at it any more."""
    if run.state not in {BulkState.CHECKING, BulkState.WORKING}:
        return False
    ended = {JobState.FAILED, JobState.CANCELLED, JobState.DONE}
    return run.job is None or run.job.state in ended
