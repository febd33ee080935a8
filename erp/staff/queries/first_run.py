"""The first run: whether the installation is empty, and the secret that lets somebody set it up."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from erp.staff.models import User

_SALT = "countinghouse.first_run"


def is_empty_house() -> bool:
    """Tell whether nobody has an account yet."""
    return not User.objects.exists()


def set_up_token() -> str:
    """Return the token of the set-up address; only who can read SECRET_KEY knows it.

    It opens nothing once an account exists, so nothing has to remember that it was used.
    """
    return salted_hmac(_SALT, "set up", algorithm="sha256").hexdigest()[:32]


def is_set_up_token(given: str) -> bool:
    """Tell whether this is the token, in a time that tells nothing about it."""
    return constant_time_compare(given, set_up_token())


def set_up_address(root: str) -> str:
    """Return where the installation is set up, below the address of its pages."""
    return f"{root.rstrip('/')}/setup/?token={set_up_token()}"
