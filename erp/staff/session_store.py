"""Keeps sessions in the database: whose, from where, since when, and until when at the latest."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from erp.foundation.tracing import current_origin
from erp.staff.models.session import Session, digest_of
from erp.staff.models.user import User

#: A session's last use is stored no more often than this.
NOTED_EVERY = dt.timedelta(minutes=1)


def _ends_at(since: dt.datetime, last_seen: dt.datetime) -> dt.datetime:
    """Return when a session ends: unused for too long, or in any case some hours after sign-in."""
    idle = dt.timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    longest = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return min(last_seen + idle, since + longest)


class SessionStore(SessionBase):
    """Django's interface of a session over our rows; the person comes along with the one query."""

    def __init__(self, session_key: str | None = None) -> None:
        """Know nothing of the row until it is asked for."""
        self._row: Session | None = None
        super().__init__(session_key)

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    @property
    def row_id(self) -> int | None:
        """Return the number of the row, by which people name a session instead of its key."""
        self._get_session()  # type: ignore[attr-defined]
        return self._row.pk if self._row is not None else None

    @property
    def person(self) -> User | None:
        """Return whose session it was when it was read."""
        self._get_session()  # type: ignore[attr-defined]
        return self._row.person if self._row is not None else None

    def load(self) -> dict[str, Any]:
        """Read what the session holds, and whose it is; one that has ended holds nothing."""
        key = self.session_key or ""
        self._row = (
            Session.stored.select_related("person")
            .filter(session_key=digest_of(key), expire_date__gt=timezone.now())
            .first()
        )
        if self._row is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(self._row.session_data)
        return found

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session of this key."""
        return Session.stored.filter(session_key=digest_of(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Store what the session holds; one that was ended meanwhile stays ended."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        values = {"session_data": self.encode(data), "person_id": data.get(SESSION_KEY)}
        digest = digest_of(self.session_key)
        if must_create:
            self._begin(digest, values)
        elif not Session.stored.filter(session_key=digest).update(**values):
            raise UpdateError

    def _begin(self, digest: str, values: dict[str, Any]) -> None:
        now, origin = timezone.now(), current_origin()
        row = Session(
            session_key=digest,
            since=now,
            last_seen=now,
            expire_date=_ends_at(now, now),
            address=origin.address,
            user_agent=origin.device,
            **values,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise CreateError from None
        self._row = row

    def renew_key(self) -> None:
        """Go on under a new key; the session ends when it would have ended under the old one."""
        since = self._row.since if self._row is not None else None
        self.cycle_key()
        row = self._row
        if since is not None and row is not None:
            row.since, row.expire_date = since, _ends_at(since, row.last_seen)
            Session.stored.filter(pk=row.pk).update(since=since, expire_date=row.expire_date)

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            Session.stored.filter(session_key=digest_of(key)).delete()

    def note_use(self) -> None:
        """Store that the session is in use and from where, at most once a minute."""
        row, now = self._row, timezone.now()
        if row is None or now - row.last_seen < NOTED_EVERY:
            return
        origin = current_origin()
        row.last_seen, row.expire_date = now, _ends_at(row.since, now)
        row.address, row.user_agent = origin.address, origin.device
        Session.stored.filter(pk=row.pk).update(
            last_seen=row.last_seen,
            expire_date=row.expire_date,
            address=row.address,
            user_agent=row.user_agent,
        )

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions that have ended."""
        Session.stored.filter(expire_date__lt=timezone.now()).delete()
