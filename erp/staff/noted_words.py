"""What the log notes of an account's access beside its fields, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, pgettext

from erp.foundation.verbs import verb_told

LABELS = {
    "sign_in": gettext_lazy("signing in"),
    "second_factor": gettext_lazy("second factor"),
    "sessions": gettext_lazy("signed in on"),
    "failures": gettext_lazy("failed sign-ins"),
}
_REFUSALS = frozenset({"refused", "held up"})
_WAYS = {
    "app": gettext_lazy("authenticator app"),
    "passkey": gettext_lazy("Passkey"),
    "mail": gettext_lazy("Code by email"),
    "sms": gettext_lazy("Code by text message"),
    "backup": gettext_lazy("Backup code"),
    "password": gettext_lazy("password"),
}


def say_noted(name: str, value: str) -> str:
    """Return what was noted in words; what is no word of ours, such as a device, as it stands."""
    if name == "sign_in":
        return pgettext("signing in", value) if value in _REFUSALS else gettext(value)
    if name == "second_factor":
        verb, _colon, what = value.partition(": ")
        told = str(_WAYS.get(what, what))
        return f"{verb_told(verb)}: {told}" if what else verb_told(verb)
    return value
