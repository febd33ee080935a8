"""Guessing: waits that grow, the same for names that nobody has, and whom they never keep out."""

import datetime as dt
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from admin_config.access import riddle
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.staff.models import Throttle, User
from erp.staff.rules.throttle import (
    ACCOUNT,
    ADDRESS,
    LIMITS,
    PAIR,
    network_of,
    unusual_from,
    wait_after,
)
from erp.staff.services import throttle
from erp.staff.services.throttle import claim_attempt, forget_failures, lift_hold, sign_in_counts
from tests.cast import PASSWORD
from tests.hasher import QuickArgon2
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
WRONG = "wrong"


def _try(client: Client, name: str, password: str = WRONG, **more: Any) -> Any:
    return client.post("/login/", {"username": name, "password": password, **more})


def _from(address: str, **headers: str) -> Client:
    return Client(REMOTE_ADDR=address, **headers)


@pytest.fixture
def no_riddle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every riddle be solved, to look at the waits alone."""
    monkeypatch.setattr("admin_config.access.password_step.is_solved", lambda *_any: True)


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no second pass between two attempts, however slow the machine is."""
    now = timezone.now()
    monkeypatch.setattr(throttle, "timezone", SimpleNamespace(now=lambda: now))


def _answers(client: Client, name: str, tries: int, password: str = WRONG) -> list[Any]:
    found = []
    for _i in range(tries):
        answer = _try(client, name, password)
        errors = answer.context["form"].errors
        found.append((answer.status_code, answer.get("Retry-After"), str(errors)))
    return found


def test_waits_grow_and_read_the_same_for_names_that_nobody_has(
    sales: User, no_riddle: None, still_clock: None
) -> None:
    known = _answers(_from("203.0.113.1"), "sales", 7)
    unknown = _answers(_from("203.0.113.2"), "nobody-here", 7)
    assert known == unknown
    assert [status for status, *_more in known] == [200] * 5 + [429] * 2
    assert known[5][1] == "30"
    assert "30 seconds" in known[5][2]
    # the right password waits as well, and is not looked at
    assert _try(_from("203.0.113.1"), "sales", PASSWORD).status_code == 429
    held = [act.details for act in Operation.objects.filter(details__outcome="held up")]
    assert held == [{"outcome": "held up", "counted": ["pair"]}] * 2
    assert [wait_after(PAIR, n).seconds for n in (4, 5, 6, 7, 20)] == [0, 30, 60, 120, 3600]


def test_a_wait_ends_by_itself_and_success_begins_anew(sales: User, no_riddle: None) -> None:
    client = _from("203.0.113.1")
    _answers(client, "sales", 5)
    Throttle.objects.update(held_until=timezone.now() - dt.timedelta(seconds=1))
    assert _try(client, "sales", PASSWORD).status_code == 302
    kept = {row.kind: row.failures for row in Throttle.objects.all()}
    assert kept == {"account": 5, "address": 5}
    Throttle.objects.update(last_at=timezone.now() - dt.timedelta(hours=25))
    assert forget_failures() == 2


def test_many_addresses_cannot_guess_on_and_forged_headers_are_no_addresses(
    sales: User, no_riddle: None, settings: Any
) -> None:
    free = LIMITS[ACCOUNT].free
    for place in range(free):
        assert _try(_from(f"198.51.100.{place}"), "sales").status_code == 200
    assert _try(_from("198.51.100.200"), "sales").status_code == 429
    # another account is not touched by it
    assert _try(_from("198.51.100.200"), "manager").status_code == 200
    Throttle.stored.all().delete()
    # whoever is no configured proxy has one address, whatever it sends along
    for place in range(6):
        answer = _try(_from("192.0.2.9", HTTP_X_FORWARDED_FOR=f"10.0.0.{place}"), "sales")
    assert answer.status_code == 429
    assert set(Throttle.objects.values_list("network", flat=True)) == {"", "192.0.2.9"}
    # behind a configured proxy the last address that is not a proxy's counts, not the first
    settings.TRUSTED_PROXIES = ["192.0.2.9"]
    Throttle.stored.all().delete()
    for place in range(6):
        chain = f"10.0.0.{place}, 198.51.100.7"
        answer = _try(_from("192.0.2.9", HTTP_X_FORWARDED_FOR=chain), "sales")
    assert answer.status_code == 429
    assert Throttle.objects.get(kind=ADDRESS).network == "198.51.100.7"


def test_nobody_is_kept_out_of_a_device_that_is_known(sales: User, no_riddle: None) -> None:
    own = _from("203.0.113.50")
    assert _try(own, "sales", PASSWORD).status_code == 302
    own.post("/logout/")
    for place in range(LIMITS[ACCOUNT].free + 1):
        _try(_from(f"198.51.100.{place}"), "sales")
    assert _try(_from("203.0.113.50"), "sales", PASSWORD).status_code == 429
    assert _try(own, "sales", PASSWORD).status_code == 302
    own.post("/logout/")
    # a stolen cookie is no free ride: the device has its own count
    assert [status for status, *_more in _answers(own, "sales", 6)] == [200] * 5 + [429]
    # it knows this account alone, and not after a new password
    assert set(Throttle.objects.filter(account=sales).values_list("kind", flat=True)) >= {"device"}
    Throttle.stored.all().delete()
    with operation(OperationKind.CHANGE, by=SYSTEM):
        sales.set_password("a wholly different secret 9")
        sales.save()
    _try(own, "sales")
    assert not Throttle.objects.filter(kind="device").exists()


def test_a_forged_device_is_not_known(sales: User) -> None:
    client = _from("203.0.113.50")
    forged = signing.dumps({"device": "x", "people": {str(sales.pk): "x"}}, salt="another")
    for cookie in ("nonsense", forged, signing.dumps("x", salt="staff.known_device")):
        client.cookies["console_device"] = cookie
        assert _try(client, "sales").status_code == 200
    assert not Throttle.objects.filter(kind="device").exists()


def test_a_riddle_is_asked_and_serves_once(sales: User, monkeypatch: Any) -> None:
    client = _from("203.0.113.1")
    monkeypatch.setattr(riddle, "_sum", lambda: ("How much is two plus two?", 4))
    pages = [_try(client, "sales") for _i in range(3)]
    assert [page.context["riddle"] is None for page in pages] == [True, True, False]
    asked = pages[-1].context["riddle"]
    assert asked.picture.startswith("data:image/png;base64,")
    assert "How much is two plus two?" in pages[-1].content.decode()
    # without an answer, or with a wrong one, not even the right password is looked at
    unanswered = _try(client, "sales", PASSWORD)
    assert list(unanswered.context["form"].errors) == ["answer"]
    wrong = _try(client, "sales", PASSWORD, riddle=asked.sealed, answer="5")
    assert "That was not it" in str(wrong.context["form"].errors["answer"])
    # what was answered wrongly serves no second time
    assert _try(client, "sales", PASSWORD, riddle=asked.sealed, answer="4").status_code == 200
    fresh = wrong.context["riddle"].sealed
    assert _try(client, "sales", PASSWORD, riddle=fresh, answer=" ４ ").status_code == 302
    assert not riddle.is_solved(fresh, "4")
    assert not riddle.is_solved(signing.dumps({"nonce": "n", "right": []}, salt="x"), "4")


def test_letters_solve_it_too_and_time_runs_out(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(riddle, "_LETTERS", "A")
    assert riddle.is_solved(riddle.new_riddle().sealed, "aa aaa")
    late = riddle.new_riddle().sealed
    monkeypatch.setattr(riddle, "_GOOD_FOR", -1)
    assert not riddle.is_solved(late, "AAAAA")


def test_monstrous_names_and_passwords_are_wrong_ones(sales: User, monkeypatch: Any) -> None:
    hashed: list[int] = []
    monkeypatch.setattr(User, "check_password", lambda _self, raw: bool(hashed.append(len(raw))))
    plain = _try(_from("203.0.113.1"), "sales")
    for name, password in (("sales", "x" * 1025), ("y" * 255, "x"), ("sales", "密" * 400_000)):
        answer = _try(_from("203.0.113.2"), name, password)
        assert answer.status_code == 200
        assert answer.context["form"].errors == plain.context["form"].errors
        Throttle.stored.all().delete()
    assert hashed == [len("wrong")]


def test_every_failure_costs_one_hash(sales: User, manager: User, monkeypatch: Any) -> None:
    with operation(OperationKind.CHANGE, by=SYSTEM):
        manager.set_unusable_password()
        manager.save()
        gone = User(username="gone", name="Gone", is_active=False)
        gone.set_password(PASSWORD)
        gone.save()
    hashed: list[str] = []
    for verb in ("encode", "verify"):
        real = getattr(QuickArgon2, verb)

        def counted(self: Any, *args: Any, _real: Any = real, _verb: str = verb) -> Any:
            hashed.append(_verb)
            return _real(self, *args)

        monkeypatch.setattr(QuickArgon2, verb, counted)
    for place, name in enumerate(("sales", "nobody", "gone", "manager")):
        hashed.clear()
        _try(_from(f"203.0.113.{place}"), name)
        assert len(hashed) == 1, name


def test_over_a_page_the_wait_is_told_as_well(
    sales: User, no_riddle: None, still_clock: None
) -> None:
    client = _from("203.0.113.1")
    for _i in range(6):
        answer = client.post("/session/", {"username": "sales", "password": "wrong"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert answer.json()["errors"] == ["Too many attempts. Try again in 30 seconds."]
    assert answer.json()["signed_in"] is False


def test_system_lets_in_again(sales: User, manager: User, system: User, no_riddle: None) -> None:
    client = _from("203.0.113.1")
    _answers(client, "sales", 6)
    held = Throttle.objects.get(kind=PAIR)
    with pytest.raises(Refusal, match="no right"):
        lift_hold(held, by=Actor.person(manager), reason="")
    lift_hold(held, by=Actor.person(system), reason="asked by phone")
    assert _try(client, "sales", PASSWORD).status_code == 302
    act = Operation.objects.get(verb="lift_hold")
    assert (act.kind, act.reason) == (OperationKind.SIGN_IN, "asked by phone")


def test_what_nobody_is_called_is_never_written_down(sales: User) -> None:
    _try(_from("203.0.113.1"), "my-secret-typed-too-early")
    rows = [str(value) for row in Throttle.stored.values_list() for value in row]
    assert rows
    assert not any("secret" in value for value in rows)


def test_networks() -> None:
    assert network_of(None) == "unknown"
    assert network_of("203.0.113.7") == network_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert (
        network_of("2001:db8:1:2::9") == network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    )


@pytest.mark.django_db(transaction=True)
def test_guesses_side_by_side_are_no_more_than_one_after_the_other() -> None:
    counts = sign_in_counts("nobody", None, address="203.0.113.1", device="")
    allowed: list[bool] = []

    def guess() -> None:
        try:
            allowed.append(claim_attempt(counts, riddle_solved=True).allowed)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 7 + [True] * 5


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        (("sales", "SALES"), ("nobody", "NOBODY")),
        (("sales@house.example", "Sales@House.Example"), ("x@house.example", "X@House.Example")),
        (("+8613800001111", "138 0000 1111"), ("+8613800002222", "138 0000 2222")),
        (("+8613800001111", "+86 138-0000-1111"), ("+8613800002222", "+86 138-0000-2222")),
    ],
)
def test_another_spelling_waits_as_long_whether_or_not_somebody_has_the_name(
    sales: User, no_riddle: None, known: tuple[str, str], unknown: tuple[str, str]
) -> None:
    with as_the_house():
        sales.email, sales.mobile = "sales@house.example", "+8613800001111"
        sales.save()
    seen = []
    for place, (name, other) in enumerate((known, unknown)):
        client = _from(f"203.0.113.{place}")
        held = _answers(client, name, 6)[-1][0]
        letters = [client.post("/password/forgotten/", {"name": name}) for _n in range(4)]
        asked = client.post("/password/forgotten/", {"name": other})
        assert (held, letters[-1].status_code) == (429, 429)
        seen.append((_try(client, other).status_code, asked.status_code))
    assert seen[0] == seen[1]


def test_unusually_many_failures_over_the_house_stand_on_the_home_page_of_system(
    system: User, manager: User, sales: User, sign_in: Any, no_riddle: None
) -> None:
    home, other, card = sign_in(system), sign_in(manager), "Unusually many failed sign-ins"
    for number in range(9):
        _try(_from(f"203.0.113.{number}"), f"guess-{number}")
    client = _from("198.51.100.1")
    _try(client, "sales")
    assert card in home.get("/").text
    assert card not in other.get("/").text
    # who comes in after all guessed at nothing
    assert _try(client, "sales", PASSWORD).status_code == 302
    assert card not in home.get("/").text
    _try(_from("203.0.113.77"), "guess-77")
    assert card in home.get("/").text
    Throttle.objects.update(last_at=timezone.now() - dt.timedelta(minutes=61))
    assert card not in home.get("/").text
    assert [unusual_from(accounts) for accounts in (7, 200, 220, 1000)] == [10, 10, 11, 50]
