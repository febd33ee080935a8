"""Passkeys: what a browser is asked, and whether its answer holds; the ceremonies of WebAuthn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import webauthn
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from erp.foundation.refusal import Refusal
from erp.staff.models import Passkey
from erp.staff.rules.factor_code import digest_of

if TYPE_CHECKING:
    from erp.staff.models import User

_LONGEST_ANSWER = 20_000
_MILLISECONDS = 120_000


@dataclass(frozen=True)
class Site:
    """Where people reach the console: passkeys are bound to it."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """What a verified registration says of a new key."""

    credential_id: str
    credential_key: str
    public_key: bytes
    sign_count: int
    transports: list[str]


def registration_options(account: User, site: Site) -> dict[str, Any]:
    """Return what the browser is asked when a key is made; its ``challenge`` is kept by the caller.

    The account's handle is no name: an authenticator shows it to nobody, and it says nothing.
    """
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=settings.OTP_TOTP_ISSUER,
        user_id=bytes.fromhex(digest_of("passkey_handle", str(account.pk))),
        user_name=account.get_username(),
        user_display_name=str(account),
        timeout=_MILLISECONDS,
        exclude_credentials=_known(account),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def verified_registration(answer: str, challenge: str, site: Site) -> NewPasskey:
    """Return the new key of a browser's answer; refuse an answer that does not hold."""
    credential = _read(answer)
    try:
        proof = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except WebAuthnException:
        raise _refused() from None
    told = credential.get("response", {}).get("transports") or []
    return NewPasskey(
        credential_id=bytes_to_base64url(proof.credential_id),
        credential_key=_key(proof.credential_id),
        public_key=proof.credential_public_key,
        sign_count=proof.sign_count,
        transports=[str(way)[:20] for way in told[:6]],
    )


def proof_options(account: User, site: Site) -> dict[str, Any]:
    """Return what the browser is asked when a person proves themselves with a key they have."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        timeout=_MILLISECONDS,
        allow_credentials=_known(account),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def named_passkey(account: User, answer: str) -> Passkey | None:
    """Return this person's key that an answer speaks of, locked; nobody else's."""
    try:
        credential_id = base64url_to_bytes(str(_read(answer).get("id", "")))
    except (Refusal, ValueError):
        return None
    found: Passkey | None = (
        Passkey.objects.select_for_update()
        .filter(user=account, confirmed=True, credential_key=_key(credential_id))
        .first()
    )
    return found


def holds(passkey: Passkey, answer: str, challenge: str, site: Site) -> bool:
    """Tell whether the answer was signed by this key for this challenge, here; count the use.

    A counter that went back means that the key was copied: such an answer does not hold.
    """
    try:
        proof = webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, Refusal):
        return False
    passkey.sign_count = proof.new_sign_count
    passkey.last_used_at = timezone.now()
    passkey.save()
    return True


def _known(account: User) -> list[PublicKeyCredentialDescriptor]:
    ways = {way.value: way for way in AuthenticatorTransport}
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(key.credential_id),
            transports=[ways[way] for way in key.transports if way in ways],
        )
        for key in Passkey.objects.filter(user=account, confirmed=True)
    ]


def _key(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()


def _read(answer: str) -> dict[str, Any]:
    """Return a browser's answer as data; refuse what is too long or none."""
    try:
        data = json.loads(answer) if len(answer) <= _LONGEST_ANSWER else None
    except ValueError:
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("response"), dict):
        raise _refused()
    return data


def _refused() -> Refusal:
    return Refusal(_("The passkey was not accepted. Try again, or choose another way."), code="key")
