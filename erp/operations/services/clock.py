"""The clock: does again and again what nobody asks for, and shows that it lives."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.utils import timezone

from erp.foundation.actor import SYSTEM
from erp.foundation.services.clearing import clear_old_files
from erp.foundation.services.job import send_due_jobs
from erp.foundation.services.mail import send_due_mails
from erp.foundation.services.retention import purge_log
from erp.foundation.services.sealing import lengthen_chain
from erp.operations.models import Heartbeat
from erp.operations.rounds import Round, others
from erp.sales.services.expiry import expire_quotations
from erp.staff.services.account_request import forget_unconfirmed
from erp.staff.services.address import forget_old_changes
from erp.staff.services.invitation import keep_invitations
from erp.staff.services.throttle import forget_failures
from erp.staff.session_store import SessionStore

log = logging.getLogger(__name__)

#: Seconds between two looks at what is due.
TICK = 1.0


def show_life() -> None:
    """Store that the clock works at this moment."""
    now = timezone.now()
    if not Heartbeat.objects.filter(pk="clock").update(beat_at=now):
        Heartbeat.objects.get_or_create(pk="clock", defaults={"beat_at": now})


#: What the clock of the house does, in this order.
ROUNDS = (
    Round("life", show_life, dt.timedelta(seconds=5)),
    Round("seals", lengthen_chain, dt.timedelta(seconds=10)),
    Round("jobs", send_due_jobs, dt.timedelta(seconds=5)),
    Round("mails", lambda: send_due_mails(by=SYSTEM), dt.timedelta(seconds=30)),
    Round("log", lambda: purge_log(by=SYSTEM), dt.timedelta(hours=24)),
    Round("files", clear_old_files, dt.timedelta(hours=6)),
    Round("invitations", lambda: keep_invitations(by=SYSTEM), dt.timedelta(minutes=5)),
    Round("addresses", forget_old_changes, dt.timedelta(hours=6)),
    Round("requests", lambda: forget_unconfirmed(by=SYSTEM), dt.timedelta(hours=6)),
    Round("quotations", lambda: expire_quotations(by=SYSTEM), dt.timedelta(minutes=10)),
    Round("failures", forget_failures, dt.timedelta(hours=1)),
    Round("sessions", SessionStore.clear_expired, dt.timedelta(minutes=10)),
)


def all_rounds() -> tuple[Round, ...]:
    """Return everything the clock does: the house's own rounds, then those of others."""
    return (*ROUNDS, *others)


@dataclass
class Clock:
    """Does each round when it is due; a round that fails is logged and done again next time."""

    rounds: Iterable[Round] = field(default_factory=all_rounds)
    #: When each round is due, on the monotonic clock; at once at the start.
    due: dict[str, float] = field(default_factory=dict)

    def run(self, stopped: threading.Event) -> None:
        """Go on until the event is set; a round that runs then is finished first."""
        while not stopped.is_set():
            self.tick(time.monotonic())
            stopped.wait(TICK)

    def tick(self, now: float) -> list[str]:
        """Do every round that is due at a moment; return the names of those that worked."""
        done = []
        for each in self.rounds:
            if self.due.get(each.name, now) <= now:
                self.due[each.name] = now + each.every.total_seconds()
                if _do(each):
                    done.append(each.name)
        return done


def _do(each: Round) -> bool:
    close_old_connections()
    try:
        each.verb()
    except Exception:
        log.exception("round_failed", extra={"round": each.name})
        return False
    finally:
        close_old_connections()
    return True
