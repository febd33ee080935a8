"""A new password for who forgot theirs: a link by mail that works once, for half an hour."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.public_address import public_address
from erp.foundation.refusal import Refusal
from erp.foundation.rights import is_in_force
from erp.foundation.secret_text import lock_text, unlock_text
from erp.foundation.services.job import ask_for_job
from erp.foundation.services.letter import write_letter
from erp.staff.models import Throttle, User
from erp.staff.password_letters import changed_letter, reset_letter
from erp.staff.rules.user import check_password
from erp.staff.services.access_log import note_access
from erp.staff.sign_in import account_named

#: Longer texts are no token of ours and are not looked at.
_LONGEST = 120


class _Tokens(PasswordResetTokenGenerator):
    """Tokens bound to password and address: with either changed, none of them works any more."""

    key_salt = "staff.forgotten_password"


_tokens = _Tokens()


class DeadLink(Refusal):
    """The link was used, is too old, was altered or belongs to an account that may not act."""

    def __init__(self) -> None:
        """Say the same whatever it was."""
        super().__init__(_("This link does not work any more. Ask for a new one."), code="link")


@service(OperationKind.MAIL, told=gettext_lazy("asked for a new password"))
def ask_for_password_letter(name: str, *, by: Actor) -> None:
    """Let a job look whether anybody has this name and write to them.

    Here nothing depends on the name, so that neither the answer nor its time tells who exists;
    the name waits locked, because it may have been a password in the wrong field.
    """
    ask_for_job("staff.write_password_letter", by=by, name=lock_text(name))


@service(OperationKind.MAIL, told=gettext_lazy("wrote a link to a new password"))
def write_password_letter(locked: str, *, by: Actor) -> bool:
    """Write to the account of this name, if its person may sign in and confirmed the address."""
    name = unlock_text(locked)
    account = account_named(name) if name else None
    if account is None or not _gets_letters(account):
        return False
    link = public_address(f"password/new/?token={token_for(account)}")
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    write_letter(
        lambda: reset_letter(link, minutes=minutes),
        to=account.email,
        language=account.language,
        name=account.name,
        secret=link,
        by=by,
    )
    note_access(account, {"password": [None, "letter"]}, under=_stored())
    return True


def _stored() -> Operation:
    running = running_operation()
    if running is None:
        raise AssertionError
    return running.stored()


def _gets_letters(account: User) -> bool:
    """Tell whether a letter may go out: a mistyped address must not get somebody else's link."""
    confirmed = bool(account.email) and account.email_verified_at is not None
    return confirmed and account.has_usable_password() and is_in_force(account)


def token_for(account: User) -> str:
    """Return the token of a link to a new password; nothing of it is stored."""
    return f"{int_to_base36(account.pk)}.{_tokens.make_token(account)}"


def account_of_token(token: str) -> User | None:
    """Return the account whose password the token may set, if it is good."""
    key, _dot, proof = token[:_LONGEST].partition(".")
    try:
        account: User | None = User.objects.filter(pk=base36_to_int(key)).first()
    except (ValueError, OverflowError):
        return None
    good = account is not None and _tokens.check_token(account, proof)
    return account if good and account is not None and is_in_force(account) else None


@service(OperationKind.RIGHTS, told=gettext_lazy("chose a new password by a link"))
def choose_forgotten_password(token: str, new: str, *, by: Actor = SYSTEM) -> User:
    """Set the password that somebody chose by a link; the link is dead then, and sessions end.

    The account is locked before the token is looked at, so that of two who use it at once one
    does. Nobody is signed in by it, and the second factor stays what it was.
    """
    found = account_of_token(token)
    if found is None:
        raise DeadLink
    account: User = User.objects.select_for_update().get(pk=found.pk)
    if account_of_token(token) is None or account.password != found.password:
        raise DeadLink
    check_password(new, account)
    account.set_password(new)
    account.must_change_password = False
    account.save()
    Throttle.stored.filter(account=account).delete()
    tell_of_new_password(account, by=by)
    return account


def tell_of_new_password(account: User, *, by: Actor) -> None:
    """Write to the person that the password was changed, so that a theft does not go unnoticed."""
    if account.email:
        write_letter(
            changed_letter, to=account.email, language=account.language, name=account.name, by=by
        )
