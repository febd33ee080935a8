"""Remembering a browser for thirty days: what it keeps is random, what is stored is a digest."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy

from erp.foundation.device_words import device_words
from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.tracing import current_origin
from erp.staff.models import RememberedDevice, User
from erp.staff.rules.factor_code import digest_of, is_digest_of
from erp.staff.services.factor_change import locked_account, tell

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

MOST_DEVICES = 20


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("let a device be remembered"))
def remember_device(account: User, *, by: Actor) -> tuple[RememberedDevice, str]:
    """Remember the browser that asks; return the row, and the secret that the browser keeps."""
    account = locked_account(account)
    secret = secrets.token_urlsafe(32)
    origin = current_origin()
    _make_room(account)
    device = RememberedDevice.objects.create(
        user=account,
        name=device_words(origin.device)[:64],
        secret_digest=_digest(secret),
        password_mark=_password_mark(account),
        good_until=timezone.now() + RememberedDevice.GOOD_FOR,
        address=origin.address,
    )
    tell(account, what=device.name, by=by)
    return device, secret


def recognised_device(account: User, secret: str) -> RememberedDevice | None:
    """Return the person's device whose secret this is, while it is good.

    Another person's secret, one of before the last change of the password or one that was
    forgotten recognises nothing.
    """
    device = RememberedDevice.objects.filter(
        user=account, confirmed=True, secret_digest=_digest(secret), good_until__gt=timezone.now()
    ).first()
    if device is None:
        return None
    mark = f"{account.pk}:{account.password}"
    return device if is_digest_of(device.password_mark, "remembered_password", mark) else None


def note_use(device: RememberedDevice) -> None:
    """Write down that the device was used now, for its owner's list."""
    RememberedDevice.objects.filter(pk=device.pk).update(last_used_at=timezone.now())


def _digest(secret: str) -> str:
    return digest_of("remembered_device", secret)


def _password_mark(account: User) -> str:
    return digest_of("remembered_password", f"{account.pk}:{account.password}")


def _make_room(account: User) -> None:
    """Forget what is over, and the oldest beyond what anybody has."""
    RememberedDevice.objects.filter(user=account, good_until__lte=timezone.now()).delete()
    mine = RememberedDevice.objects.filter(user=account).order_by("-pk")
    older = list(mine.values_list("pk", flat=True)[MOST_DEVICES - 1 :])
    RememberedDevice.objects.filter(pk__in=older).delete()
