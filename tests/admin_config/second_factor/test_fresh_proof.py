"""What weighs much asks again, at every door, and goes on with the very same form."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from admin_config.engine.deleting import part as deleting
from admin_config.engine.history import undoing
from admin_config.engine.transfer import commit
from admin_config.models import ImportRun, RunState
from erp.catalog.models import Brand
from erp.foundation import fresh_proof, gate
from erp.foundation.actor import Actor
from erp.foundation.fresh_proof import FreshProofNeeded, check_fresh_proof, proofs_judged_by
from erp.foundation.job_kinds import job as job_kind
from erp.foundation.models import JobState, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.job import Progress, ask_for_job
from erp.staff.models import Invitation, Role, User
from tests.cast import PASSWORD
from tests.factories import BrandFactory, RoleFactory, SkuFactory
from tests.language.jobs import work_off
from tests.language.second_factor import (
    Phone,
    enrolled,
    let_the_proof_grow_old,
    signed_in_with,
)
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
PROVE = "/second-factor/"
SignIn = Callable[[User], Client]


def _go_on(client: Client, asked: Any, **proof: str) -> Any:
    """Give the proof, then send on the form that waited, as the page's script does."""
    sealed = asked.context["goal"].kept.sealed
    page = client.post(PROVE, {**proof, "kept": sealed})
    assert page.status_code == 200
    kept = page.context["kept"]
    fields = dict(kept.fields)
    return client.post(kept.path, fields)


@pytest.fixture
def phone(system: User) -> Phone:
    """Somebody with the System role who is enrolled."""
    return enrolled(system)


@pytest.fixture
def stale(system: User, phone: Phone) -> Client:
    """A browser in which that person proved themselves eleven minutes ago."""
    client = signed_in_with(phone, system)
    let_the_proof_grow_old(client)
    return client


def test_an_export_of_costs_asks_and_then_sends_the_file(stale: Client, phone: Phone) -> None:
    SkuFactory()
    address = reverse("console:catalog_sku_export")
    wanted = {"format": "csv", "columns": ["code", "reference_cost"], "what": "all"}
    with nothing_changes():
        asked = stale.post(address, wanted)
    assert (asked.status_code, asked.templates[0].name) == (403, "console/factor_prove.html")
    assert not Operation.objects.filter(kind=OperationKind.EXPORT).exists()
    file = _go_on(stale, asked, way="app", code=phone.code())
    assert file["Content-Disposition"].startswith("attachment")
    plain = {"format": "csv", "columns": ["code"], "what": "all"}
    let_the_proof_grow_old(stale)
    assert stale.post(address, plain)["Content-Disposition"].startswith("attachment")


def test_a_large_deletion_asks_and_then_deletes(
    stale: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (fresh_proof, deleting):
        monkeypatch.setattr(module, "DELETES_PROVEN_ABOVE", 1)
    brands = [BrandFactory(), BrandFactory()]
    address = reverse("console:catalog_brand_changelist")
    chosen = {"action": "delete_selected", "_selected_action": [b.pk for b in brands]}
    sure = {**chosen, "post": "yes", "expected": "2"}
    with nothing_changes():
        asked = stale.post(address, sure)
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    assert not type(brands[0]).objects.exists()


def test_rights_are_given_after_a_fresh_proof_alone(
    stale: Client, phone: Phone, sales: User
) -> None:
    role = RoleFactory(name="Helpers")
    address = reverse("console:staff_user_change", args=(sales.pk,))
    form = _form_of(stale.get(address).text)
    form["groups"] = [str(role.pk), *map(str, sales.groups.values_list("pk", flat=True))]
    with nothing_changes():
        asked = stale.post(address, form)
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    assert role in sales.groups.all()


def test_as_whom_a_role_invites_is_a_right_like_others(system: User) -> None:
    inviting, invited = RoleFactory(name="Inviting"), RoleFactory(name="Invited")
    with (
        nothing_changes(),
        proofs_judged_by(lambda: False),
        pytest.raises(FreshProofNeeded),
        operation(OperationKind.CHANGE, by=Actor.person(system)),
    ):
        inviting.invites.add(invited)
    with (
        proofs_judged_by(lambda: True),
        operation(OperationKind.CHANGE, by=Actor.person(system)),
    ):
        inviting.invites.add(invited)
    assert list(inviting.invites.all()) == [invited]


def _form_of(page: str) -> dict[str, Any]:
    """Return what a browser would send of the record's form."""
    form = page[page.index('id="user_form"') :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or (kind and kind[1] == "checkbox" and "checked" not in tag):
            continue
        found[name[1]] = value[1] if value else "on" if kind and kind[1] == "checkbox" else ""
    for name, inside in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.findall(r'<option[^>]*value="([^"]*)"[^>]*selected', inside)
        found[name] = chosen
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = text.strip()
    return found


def test_a_second_factor_is_reset_after_a_fresh_proof_alone(
    stale: Client, phone: Phone, sales: User
) -> None:
    enrolled(sales)
    address = reverse("console:staff_user_do", args=(sales.pk, "reset_second_factor"))
    with nothing_changes():
        asked = stale.post(address, {"reason": "lost the phone"})
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    sales.refresh_from_db()
    assert sales.has_second_factor is False
    done = Operation.objects.filter(kind=OperationKind.ACTION).latest("pk")
    assert done.reason == "lost the phone"


def test_an_account_is_let_in_again_after_a_fresh_proof_alone(
    stale: Client, phone: Phone, sales: User
) -> None:
    address = reverse("console:staff_user_do", args=(sales.pk, "deactivate_user"))
    assert stale.post(address, {"reason": "left"}).status_code == 302
    shut_out = newest_operation()
    address = reverse("console:staff_user_do", args=(sales.pk, "reactivate_user"))
    undo = reverse("console:undo", args=(shut_out.pk,))
    with nothing_changes():
        asked = stale.post(address, {"reason": "back"})
        assert stale.post(undo, {"reason": "back"}).status_code == 403
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    sales.refresh_from_db()
    assert sales.is_active


def test_whoever_has_no_factor_gives_the_password(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    role = RoleFactory(name="Helpers")
    address = reverse("console:staff_role_delete", args=(role.pk,))
    let_the_proof_grow_old(client)
    with nothing_changes():
        asked = client.post(address, {"post": "yes"})
    wrong = client.post(PROVE, {"way": "password", "secret": "wrong"})
    assert asked.status_code == 403
    assert wrong.context["trouble"] == "This is not your password."
    assert _go_on(client, asked, way="password", secret=PASSWORD).status_code == 302
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_script_is_told_and_a_get_comes_back(stale: Client, phone: Phone) -> None:
    told = stale.post(
        reverse("second_factor:security"), {"do": "codes"}, headers={"Accept": "application/json"}
    )
    assert (told.status_code, told.json()["fresh_proof"]) == (403, PROVE)
    turned = stale.get("/second-factor/set-up/?way=app")
    assert turned["Location"] == f"{PROVE}?next=%2Fsecond-factor%2Fset-up%2F%3Fway%3Dapp"
    done = stale.post(
        PROVE, {"way": "app", "code": phone.code(), "next": "/second-factor/set-up/?way=app"}
    )
    assert done["Location"] == "/second-factor/set-up/?way=app"


def test_the_proof_of_one_is_none_of_another(stale: Client, system: User, finance: User) -> None:
    session = stale.session
    session["factor_proven"] = [str(finance.pk), session["factor_proven"][1] + 660]
    session.save()
    asked = stale.post(reverse("second_factor:security"), {"do": "codes"})
    assert asked.status_code == 403


def test_taking_much_back_asks_as_deleting_does(
    stale: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "DELETES_PROVEN_ABOVE", 1)
    with as_the_house():
        brands = [Brand(name="One"), Brand(name="Two")]
        for brand in brands:
            brand.save()
    address = reverse("console:undo", args=(newest_operation().pk,))
    with nothing_changes():
        asked = stale.post(address, {"reason": "wrong file"})
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    assert not Brand.objects.exists()


def _checked(client: Client, screen: str, text: str, *columns: str) -> tuple[ImportRun, str]:
    """Bring a file as far as its check; return the import and its address."""
    file = SimpleUploadedFile("file.csv", text.encode(), "text/csv")
    client.post(f"/{screen}/import/", {"file": file})
    run = ImportRun.objects.latest("pk")
    page = f"/{screen}/import/{run.pk}/"
    chosen = {f"column-{place}": name for place, name in enumerate(columns)}
    client.post(f"{page}columns/", {**chosen, "mode": "both", "dates": "dmy"})
    work_off()
    return run, page


@pytest.mark.parametrize("at_once", [2000, 0])
def test_a_file_of_invitations_asks_before_it_is_begun(
    stale: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(commit, "IN_REQUEST", at_once)
    RoleFactory(name="Helpers")
    text = "Email,Roles\nlin@new.example,Helpers\n"
    run, page = _checked(stale, "staff/invitation", text, "email", "roles")
    with nothing_changes():
        asked = stale.post(f"{page}commit/")
        work_off()
    assert asked.status_code == 403
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    work_off()
    assert Invitation.objects.get().email == "lin@new.example"


@pytest.mark.parametrize("at_once", [2000, 0])
def test_a_file_of_costs_asks_before_it_is_begun_and_one_without_does_not(
    stale: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(commit, "IN_REQUEST", at_once)
    sku = SkuFactory(reference_cost=3, minimum_stock=1)
    costs, page = _checked(
        stale, "catalog/sku", f"Code,Cost\n{sku.code},4.5\n", "code", "reference_cost"
    )
    with nothing_changes():
        asked = stale.post(f"{page}commit/")
        work_off()
    assert asked.status_code == 403
    costs.refresh_from_db()
    assert costs.state == RunState.CHECKED
    _plain, other = _checked(
        stale, "catalog/sku", f"Code,Least\n{sku.code},7\n", "code", "minimum_stock"
    )
    assert stale.post(f"{other}commit/").status_code == 302
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    work_off()
    sku.refresh_from_db()
    assert (sku.reference_cost, sku.minimum_stock) == (Decimal("4.5"), 7)


def test_a_job_does_what_weighs_much_on_the_proof_of_the_moment_it_was_asked_for(
    system: User, sales: User
) -> None:
    role = RoleFactory(name="Helpers")
    by = Actor.person(system)
    with (
        as_the_house(),
        proofs_judged_by(lambda: True),
    ):
        ask_for_job("tests.give_role", by=by, account=sales.pk, role=role.pk)
    assert work_off() == [JobState.DONE]
    assert role in sales.groups.all()
    with as_the_house():
        sales.groups.remove(role)
    with as_the_house(), proofs_judged_by(lambda: False):
        job = ask_for_job("tests.give_role", by=by, account=sales.pk, role=role.pk)
    with nothing_changes():
        assert work_off() == [JobState.FAILED]
    job.refresh_from_db()
    assert "without a fresh proof" in job.message
    assert role not in sales.groups.all()


@job_kind("tests.give_role")
def _give_role(progress: Progress) -> None:
    """Do in the background what no door asked a proof for."""
    asked = progress.arguments
    with operation(OperationKind.JOB, by=progress.actor):
        User.objects.get(pk=asked["account"]).groups.add(asked["role"])


def test_an_import_that_stopped_for_a_proof_asks_for_it_when_it_is_taken_up(
    stale: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "IN_REQUEST", 0)
    _run, page = _checked(stale, "catalog/brand", "Name\nAtlas\n", "name")

    weighs_much = [lambda _attempt: check_fresh_proof()]
    monkeypatch.setitem(gate._checks, Brand, [*gate.checks_of(Brand), *weighs_much])
    assert stale.post(f"{page}commit/").status_code == 302
    assert work_off() == [JobState.FAILED]
    assert not Brand.objects.exists()
    asked = stale.post(f"{page}continue/")
    assert asked.status_code == 403
    assert _go_on(stale, asked, way="app", code=phone.code()).status_code == 302
    work_off()
    assert Brand.objects.get().name == "Atlas"


OVER = "/second-factor/code/?fresh=1"


def test_a_script_asks_over_the_page_for_the_factor(stale: Client, phone: Phone) -> None:
    told = stale.post(
        reverse("second_factor:security"), {"do": "codes"}, headers={"Accept": "application/json"}
    )
    assert told["X-Fresh-Proof"]
    assert told.json()["error"] == "Nothing was done: first confirm that it is you."
    assert stale.get(OVER).json() == {"signed_in": True, "proven": False, "way": "fresh"}
    wrong = stale.post(OVER, {"code": "000000"}).json()
    assert (wrong["proven"], len(wrong["errors"])) == (False, 1)
    assert stale.post(OVER, {"code": phone.code()}).json()["proven"] is True
    assert stale.get(OVER).json() == {"signed_in": True, "proven": True}
    assert stale.post(reverse("second_factor:security"), {"do": "codes"}).status_code == 200


def test_whoever_has_no_factor_gives_the_password_over_the_page(
    system: User, sign_in: SignIn
) -> None:
    client = sign_in(system)
    assert client.get(OVER).json()["proven"] is True
    let_the_proof_grow_old(client)
    assert client.get(OVER).json() == {"signed_in": True, "proven": False, "way": "secret"}
    wrong = client.post(OVER, {"secret": "wrong"}).json()
    assert wrong["errors"] == ["This is not your password."]
    assert client.post(OVER, {"code": PASSWORD}).json()["proven"] is False
    assert client.post(OVER, {"secret": PASSWORD}).json()["proven"] is True
    assert client.get(OVER).json()["proven"] is True
    assert Client().get(OVER).status_code == 401
