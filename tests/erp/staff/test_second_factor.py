"""The second factor's services: what they store, what they refuse, and what everybody is told."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, Operation, OperationKind, OutboxMail
from erp.foundation.refusal import Refusal
from erp.foundation.secret_text import unlock_text
from erp.staff.models import (
    AuthenticatorApp,
    BackupCodes,
    FactorWait,
    MessageFactor,
    RememberedDevice,
    Session,
    User,
)
from erp.staff.rules.factor_code import (
    AppMatch,
    app_code,
    match_app_code,
    new_app_secret,
    wait_after,
)
from erp.staff.services import second_factor
from erp.staff.services.factor_proof import prove_by_code
from erp.staff.services.factor_reset import reset_second_factor
from erp.staff.services.remembered_device import recognised_device, remember_device
from erp.staff.services.sent_code import GOOD_FOR, MOST_ATTEMPTS, renew_code
from tests.language.second_factor import SHEET, Phone, enrolled, sign_in_by_password
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db


def _acts(kind: OperationKind = OperationKind.SECOND_FACTOR) -> list[tuple[str, str]]:
    return [(a.verb, a.actor_label) for a in Operation.objects.filter(kind=kind).order_by("pk")]


def _everything_written() -> str:
    """Return all that is read anywhere: acts, log, history, mails, rows of factors."""
    models: tuple[Any, ...] = (
        *(Operation, LogEntry, OutboxMail, User.history.model),
        *(AuthenticatorApp, BackupCodes, MessageFactor, RememberedDevice),
    )
    return json.dumps([list(m.objects.values()) for m in models], default=str)


def test_the_codes_of_an_app_are_those_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    # RFC 6238, appendix B: the secret “12345678901234567890” at second 59
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    monkeypatch.setattr("erp.staff.rules.factor_code.time.time", lambda: 59)
    assert app_code(secret) == "287082"
    assert match_app_code(secret, "287 082") == AppMatch(step=1, drift=0)
    assert match_app_code(secret, "287082", after=1) is None
    following = app_code(secret, after=1)
    assert match_app_code(secret, following, after=1) == AppMatch(step=2, drift=1)
    for typed in ("", "abcdef", "28708", "2870820", "٢٨٧٠٨٢"):
        assert match_app_code(secret, typed) is None


def test_waits_grow_and_end_somewhere() -> None:
    waits = [wait_after(failures, of_person=True) for failures in range(16)]
    assert waits[:7] == [0, 0, 0, 4, 8, 16, 32]
    assert waits[-1] == 900
    assert wait_after(29, of_person=False) == 0
    assert wait_after(30, of_person=False) == 4


def test_an_app_is_stored_sealed_told_and_mailed(sales: User) -> None:
    secret, by = new_app_secret(), Actor.person(sales)
    with nothing_changes(), pytest.raises(Refusal):
        second_factor.add_app(sales, secret=secret, code="000000", name="Phone", by=by)
    code = app_code(secret)
    app = second_factor.add_app(sales, secret=secret, code=code, name="Phone", by=by)
    sales.refresh_from_db()
    assert sales.has_second_factor is True
    assert unlock_text(app.sealed_secret) == secret
    codes = second_factor.make_backup_codes(sales, by=by)
    assert len({*codes}) == 10
    assert _acts() == [("add_app", "sales"), ("make_backup_codes", "sales")]
    entries = LogEntry.objects.filter(object_id=sales.pk, action=LogEntry.Action.ACCESS)
    assert {"second_factor": [None, "add_app: Phone"]} in [entry.changes for entry in entries]
    mails = OutboxMail.objects.filter(to=sales.email)
    assert {mail.subject for mail in mails} == {"Your second factor was changed"}
    written = _everything_written()
    assert not [part for part in (secret, code, *codes) if part in written]
    # the code that enrolled is spent
    assert prove_by_code(sales, way="app", code=code).factor is None


def test_wrong_codes_make_every_way_wait_and_a_right_one_frees(sales: User) -> None:
    phone = enrolled(sales)
    for way in ("app", "backup", "mail"):
        assert prove_by_code(sales, way=way, code="000000").factor is None
    row = FactorWait.objects.get(key=f"person:{sales.pk}")
    assert row.failures == 3
    stopped = prove_by_code(sales, way="app", code=phone.code())
    assert (stopped.factor, stopped.wait) == (None, 4)
    row.refresh_from_db()
    assert row.failures == 3
    FactorWait.objects.update(failed_at=timezone.now() - dt.timedelta(seconds=5))
    assert prove_by_code(sales, way="app", code=phone.code()).factor == phone.app
    row.refresh_from_db()
    assert (row.failures, row.failed_at) == (0, None)
    verbs = [verb for verb, _who in _acts()]
    assert verbs == ["refuse_second_factor"] * 3 + ["prove_second_factor"]


def test_new_backup_codes_void_the_old_ones(sales: User) -> None:
    enrolled(sales)
    codes = second_factor.make_backup_codes(sales, by=Actor.person(sales))
    assert prove_by_code(sales, way="backup", code=SHEET[0]).factor is None
    assert prove_by_code(sales, way="backup", code=codes[0].upper().replace("-", " ")).factor
    assert BackupCodes.objects.get(user=sales).left == 9


def test_a_code_by_mail_is_one_a_minute_short_lived_and_spent(sales: User) -> None:
    by = Actor.person(sales)
    factor, code = renew_code(sales, kind="mail", by=by)
    mail = OutboxMail.objects.get(to=sales.email)
    assert (mail.subject, code in mail.body) == ("Your code for signing in", False)
    with pytest.raises(Refusal) as refused:
        renew_code(sales, kind="mail", by=by)
    assert refused.value.code == "too_soon"
    # not confirmed, it proves nothing
    assert prove_by_code(sales, way="mail", code=code).factor is None
    assert second_factor.add_message_factor(sales, kind="mail", code="000000", by=by) is None
    assert second_factor.add_message_factor(sales, kind="mail", code=code, by=by) == factor
    assert prove_by_code(sales, way="mail", code=code).factor is None
    assert code not in _everything_written()

    def fresh() -> str:
        MessageFactor.objects.update(code_until=timezone.now() - dt.timedelta(minutes=5))
        FactorWait.objects.all().delete()
        return renew_code(sales, kind="mail", by=by)[1]

    late = fresh()
    MessageFactor.objects.update(code_until=timezone.now())
    assert prove_by_code(sales, way="mail", code=late).factor is None
    tried = fresh()
    for _i in range(MOST_ATTEMPTS):
        FactorWait.objects.all().delete()
        assert prove_by_code(sales, way="mail", code="x").factor is None
    FactorWait.objects.all().delete()
    assert prove_by_code(sales, way="mail", code=tried).factor is None
    assert prove_by_code(sales, way="mail", code=fresh()).factor == factor
    assert dt.timedelta(minutes=5) <= GOOD_FOR <= dt.timedelta(minutes=10)


def test_a_code_goes_to_the_address_that_was_confirmed(sales: User) -> None:
    by = Actor.person(sales)
    factor, code = renew_code(sales, kind="mail", by=by)
    second_factor.add_message_factor(sales, kind="mail", code=code, by=by)
    sales.refresh_from_db()
    with as_the_house():
        sales.email = "thief@evil.example"
        sales.save()
    MessageFactor.objects.update(code_until=None)
    renew_code(sales, kind="mail", by=by)
    assert not OutboxMail.objects.filter(to="thief@evil.example").exists()
    assert factor.address == "sales@house.example"


def test_the_last_factor_stays_where_everybody_needs_one(sales: User, settings: Any) -> None:
    phone = enrolled(sales)
    by = Actor.person(sales)
    settings.SECOND_FACTOR_RELAXED = False
    with nothing_changes(), pytest.raises(Refusal):
        second_factor.remove_factor(sales, factor=phone.app, by=by)
    settings.SECOND_FACTOR_RELAXED = True
    second_factor.remove_factor(sales, factor=phone.app, by=by)
    sales.refresh_from_db()
    assert (sales.has_second_factor, BackupCodes.objects.count()) == (False, 0)


def test_nobody_touches_the_factor_of_another(sales: User, finance: User) -> None:
    phone = enrolled(finance)
    enrolled(sales)
    by = Actor.person(sales)
    for attempt in (
        lambda: second_factor.remove_factor(sales, factor=phone.app, by=by),
        lambda: second_factor.rename_factor(sales, factor=phone.app, name="Mine", by=by),
    ):
        with nothing_changes(), pytest.raises(Refusal):
            attempt()
    assert prove_by_code(sales, way="app", code=phone.code()).factor is None


def test_a_change_of_factors_forgets_devices_and_ends_other_sessions(sales: User) -> None:
    enrolled(sales)
    by = Actor.person(sales)
    device, secret = remember_device(sales, by=by)
    assert recognised_device(sales, secret) == device
    assert recognised_device(sales, secret + "x") is None
    here, there = sign_in_by_password(sales).session, sign_in_by_password(sales).session
    new = new_app_secret()
    second_factor.add_app(
        sales, secret=new, code=app_code(new), name="2", by=by, keep=here.session_key
    )
    assert recognised_device(sales, secret) is None
    assert Session.objects.filter(person=sales).count() == 1
    assert here.exists(here.session_key)
    assert not there.exists(there.session_key)


class TestReset:
    """Lost device: System takes the factor away."""

    def test_it_is_recorded_mailed_and_ends_sessions(self, system: User, sales: User) -> None:
        enrolled(sales)
        _device, secret = remember_device(sales, by=Actor.person(sales))
        sign_in_by_password(sales)
        OutboxMail.objects.all().delete()
        reset_second_factor(sales, by=Actor.person(system), reason="the phone fell into the sea")
        sales.refresh_from_db()
        assert sales.has_second_factor is False
        assert not AuthenticatorApp.objects.exists()
        assert not BackupCodes.objects.exists()
        assert recognised_device(sales, secret) is None
        assert not Session.objects.filter(person=sales).exists()
        act = Operation.objects.get(verb="reset_second_factor")
        assert (act.kind, act.actor_label, act.reason) == (
            *(OperationKind.SECOND_FACTOR, "system"),
            "the phone fell into the sea",
        )
        mail = OutboxMail.objects.get(to=sales.email)
        assert "the phone fell into the sea" in mail.body

    def test_it_is_refused(self, system: User, manager: User, sales: User, phone: Phone) -> None:
        for by, account, reason in (
            (manager, sales, "why not"),
            (sales, sales, "why not"),
            (system, sales, " "),
            (system, system, "why not"),
            (system, manager, "has none"),
        ):
            with nothing_changes(), pytest.raises((ValidationError, PermissionDenied)):
                reset_second_factor(account, by=Actor.person(by), reason=reason)
        assert AuthenticatorApp.objects.get() == phone.app

    @pytest.fixture
    def phone(self, sales: User) -> Phone:
        """The phone of the one whose factor is at stake."""
        return enrolled(sales)


def test_a_secret_key_of_before_still_reads_and_none_at_all_lets_nobody_in(
    sales: User, settings: Any
) -> None:
    phone = enrolled(sales)
    code = phone.code()
    before = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, of at least fifty characters, for this test"
    assert prove_by_code(sales, way="app", code=code).factor is None
    assert prove_by_code(sales, way="backup", code=SHEET[0]).factor is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert prove_by_code(sales, way="app", code=code).factor == phone.app
    assert prove_by_code(sales, way="backup", code=SHEET[0]).factor is not None


def test_text_messages_are_files_here_and_go_to_a_gateway_elsewhere(
    sales: User, settings: Any, tmp_path: Any
) -> None:
    from erp import environment
    from erp.foundation.services.sms import SmsGateway, sms_route
    from erp.staff.services.sent_code import send_code

    with as_the_house():
        sales.mobile = "+86 138 0000 4711"
        sales.save()
    settings.SMS_ROUTE = environment.sms("NO_SUCH_VARIABLE", tmp_path)
    assert send_code(sales, kind="sms", by=SYSTEM) == "… 4711"
    (file,) = tmp_path.iterdir()
    number, text, _end = file.read_text().split("\n")
    assert (number, text[:14]) == ("+86 138 0000 4711", "Countinghouse:")
    settings.SMS_ROUTE = (
        "erp.foundation.services.sms.SmsGateway",
        {"address": "https://localhost:1/", "token": "t"},
    )
    assert isinstance(sms_route(), SmsGateway)
    MessageFactor.objects.update(code_until=None)
    with pytest.raises(Refusal) as refused:
        send_code(sales, kind="sms", by=SYSTEM)
    assert refused.value.code == "sms"


def test_the_server_resets_where_nobody_else_can(system: User) -> None:
    enrolled(system)
    with pytest.raises(CommandError, match="Nobody is called nobody"):
        call_command("reset_second_factor", "nobody", reason="x")
    with nothing_changes(), pytest.raises(CommandError, match="Say why"):
        call_command("reset_second_factor", "system", reason=" ")
    call_command(
        "reset_second_factor", "system", reason="phone and sheet are gone", stdout=StringIO()
    )
    system.refresh_from_db()
    assert system.has_second_factor is False
    assert Operation.objects.get(verb="reset_second_factor").actor_label == "system"
