"""What weighs much needs a fresh proof of who acts, through whatever door the request came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: More records than this are not deleted at once without a fresh proof.
DELETES_PROVEN_ABOVE = 50


class FreshProofNeeded(Exception):
    """The person has to prove who they are again; nothing was written, the form goes on later.

    It is no refusal on purpose: no form and no action takes it for one, it reaches the gate.
    """


_is_fresh: ContextVar[Callable[[], bool] | None] = ContextVar("fresh_proof", default=None)


@contextmanager
def proofs_judged_by(is_fresh: Callable[[], bool]) -> Iterator[None]:
    """Let this tell, for the time of a request, whether its person's proof is fresh."""
    token = _is_fresh.set(is_fresh)
    try:
        yield
    finally:
        _is_fresh.reset(token)


def proof_stands() -> bool:
    """Tell whether what weighs much may be done now; commands have no person to ask.

    A job carries the answer of the moment in which it was asked for.
    """
    judge = _is_fresh.get()
    return judge is None or judge()


def check_fresh_proof() -> None:
    """Stop a request, or a job, for which no fresh proof was given.

    Called within the operation, before the write: everything of it is taken back.
    """
    if not proof_stands():
        raise FreshProofNeeded
