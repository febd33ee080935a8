"""The page that invites: every address is judged first, and nobody sends more than they may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admin_config.models import ImportRun
from erp.foundation.actor import SYSTEM
from erp.foundation.fresh_proof import proofs_judged_by
from erp.foundation.models import Operation, OperationKind, OutboxMail
from erp.staff.models import Invitation, InvitationState, Role, User
from erp.staff.services.invitation import remind_of_invitation, revoke_invitation
from tests.cast import make_role
from tests.factories import InvitationFactory, RoleFactory
from tests.language.jobs import work_off
from tests.language.mail_links import newest_mail, token_in
from tests.language.page import Page
from tests.language.post_office import post_office
from tests.language.second_factor import let_the_proof_grow_old
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/staff/invitation/invite/"


@pytest.fixture
def sales_role(manager: User) -> Role:
    """The role of sellers, with which managers may invite people."""
    with as_the_house():
        role = make_role("sales")
        Role.objects.get(code="manager").invites.add(role)
    return role


def typed(addresses: str, *roles: Role, **more: Any) -> dict[str, Any]:
    return {
        "addresses": addresses,
        "roles": [role.pk for role in roles],
        "language": "en",
        "valid_hours": "72",
        **more,
    }


def test_addresses_are_judged_first_and_sent_to_afterwards_once(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert PAGE in Page(client.get("/staff/invitation/")).links
    assert "/staff/user/invite/" in Page(client.get("/staff/user/")).links
    text = f"Ada <ada@new.example>; {manager.email}, nonsense"
    with nothing_changes():
        judged = Page(client.post(PAGE, typed(text, sales_role, check="1")))
    assert "It is invited." in judged.words
    assert "Manager has an account with it." in judged.words
    assert "This is no email address." in judged.words
    assert "Send 1 invitation" in judged.words
    assert not OutboxMail.objects.exists()
    sent = typed(text, sales_role, send="1", _form_token="b" * 32)
    assert client.post(PAGE, sent).status_code == 302
    assert client.post(PAGE, sent).status_code == 302
    (invitation,) = Invitation.objects.all()
    assert (invitation.email, invitation.name, invitation.invited_by) == (
        "ada@new.example",
        "Ada",
        manager,
    )
    assert OutboxMail.objects.count() == 1
    words = Page(client.get("/staff/invitation/")).words
    assert "1 person is invited." in words
    shown = client.get(f"/staff/invitation/{invitation.pk}/change/").content.decode()
    assert "cannot be shown or copied here" in shown
    assert token_in(newest_mail()) not in shown
    assert invitation.token_digest not in shown


def test_roles_above_are_neither_offered_nor_taken(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    system = RoleFactory(name="Above")
    page = client.get(PAGE).content.decode()
    assert f'value="{sales_role.pk}"' in page
    assert f'value="{system.pk}"' not in page
    with nothing_changes():
        answer = client.post(PAGE, typed("ada@new.example", system, send="1"))
    assert "Select a valid choice" in answer.content.decode()
    form = Page(client.get("/staff/invitation/add/")).form("invitation_form")
    sent = form.sent(email="ada@new.example", roles=[str(system.pk)])
    with nothing_changes():
        refused = Page(client.post("/staff/invitation/add/", sent))
    assert "You cannot invite people as: Above." in refused.words


def test_the_form_and_a_file_invite_as_well(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    form = Page(client.get("/staff/invitation/add/")).form("invitation_form")
    sent = form.sent(email="ada@new.example", roles=[str(sales_role.pk)])
    assert client.post("/staff/invitation/add/", sent).status_code == 302
    assert newest_mail().to == "ada@new.example"
    assert filed_about("ada@new.example") == [("invite", "invite_people")]
    RoleFactory(name="Above")
    table = "lin@new.example,Lin,Sales\neve@new.example,Eve,Above\n,Nobody,Sales\n"
    file = SimpleUploadedFile("people.csv", f"Email,Name,Roles\n{table}".encode(), "text/csv")
    answer = client.post("/staff/invitation/import/", {"file": file})
    assert answer.status_code == 302
    run = ImportRun.objects.get()
    columns = {"column-0": "email", "column-1": "name", "column-2": "roles"}
    client.post(
        f"/staff/invitation/import/{run.pk}/columns/", {"mode": "both", "dates": "dmy", **columns}
    )
    work_off()
    client.post(f"/staff/invitation/import/{run.pk}/commit/")
    work_off()
    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "ada@new.example",
        "lin@new.example",
    }
    assert newest_mail().to == "lin@new.example"
    assert filed_about("lin@new.example") == [("invite", "invite_people")]
    lead = Operation.objects.get(verb="invite_people", part_of__isnull=False).part_of
    assert lead is not None
    assert (lead.kind, lead.details["file"]) == ("import", "people.csv")
    run.refresh_from_db()
    reasons = str(list(run.rows.values_list("reasons", flat=True)))
    assert "You cannot invite people as: Above." in reasons


def filed_about(email: str) -> list[tuple[str, str]]:
    """Return kind and step of everything that was done with an invitation."""
    versions = Invitation.history.filter(email=email).order_by("history_id")
    return [(one.operation.kind, one.operation.verb) for one in versions]


def test_another_address_in_the_form_is_filed_as_another_link(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    invitation = InvitationFactory(roles=[sales_role])
    client = sign_in(manager)
    address = f"/staff/invitation/{invitation.pk}/change/"
    form = Page(client.get(address)).form("invitation_form")
    assert client.post(address, form.sent(note="Hello")).status_code == 302
    assert newest_operation().kind == OperationKind.CHANGE
    form = Page(client.get(address)).form("invitation_form")
    assert client.post(address, form.sent(email="moved@new.example")).status_code == 302
    done = newest_operation()
    assert (done.kind, done.verb) == (OperationKind.INVITATION, "send_invitation_again")
    assert newest_mail().to == "moved@new.example"


def test_a_link_goes_elsewhere_or_anew_after_a_fresh_proof_alone(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    waiting, over = (InvitationFactory(roles=[sales_role]) for _n in range(2))
    with as_the_house():
        revoke_invitation(over, by=SYSTEM)
    address = f"/staff/invitation/{waiting.pk}/change/"
    again = f"/staff/invitation/{over.pk}/do/send_invitation_again/"
    form = Page(client.get(address)).form("invitation_form")
    let_the_proof_grow_old(client)
    with nothing_changes():
        asked = client.post(address, form.sent(email="moved@new.example")), client.post(again)
    assert [answer.status_code for answer in asked] == [403, 403]
    assert {answer.templates[0].name for answer in asked} == {"console/factor_prove.html"}
    assert client.post(address, form.sent(note="Hello")).status_code == 302
    before = OutboxMail.objects.count()
    same = f"/staff/invitation/{waiting.pk}/do/send_invitation_again/"
    assert client.post(same).status_code == 302
    with proofs_judged_by(lambda: False):
        remind_of_invitation(Invitation.objects.get(pk=waiting.pk), by=SYSTEM)
    assert OutboxMail.objects.count() == before + 2


def test_a_role_stays_as_long_as_somebody_is_invited_as_nothing_else(
    system: User, sign_in: SignIn
) -> None:
    only, other, third = (RoleFactory(name=name) for name in ("Only", "Other", "Third"))
    waiting = InvitationFactory(roles=[only], name="Ada")
    InvitationFactory(roles=[only, third])
    InvitationFactory(roles=[other, third], name="Eve")
    client = sign_in(system)
    address = f"/staff/role/{only.pk}/delete/"
    said = "these invitations wait with no other role"
    page = Page(client.get(address))
    assert said in page.words
    assert "Ada" in page.words
    with nothing_changes():
        assert client.post(address, {"post": "yes"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [other.pk, third.pk]}
    sure = {**chosen, "post": "yes", "expected": "2"}
    assert "Eve" in Page(client.post("/staff/role/", sure, follow=True)).words
    assert Role.objects.filter(pk__in=[other.pk, third.pk]).count() == 1
    with as_the_house():
        revoke_invitation(waiting, by=SYSTEM)
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Role.objects.filter(pk=only.pk).exists()


def test_a_mail_that_does_not_leave_the_house_is_said_on_its_invitation(
    manager: User, system: User, sales_role: Role, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(manager)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with post_office(refuses="550 5.1.1 no such mailbox") as office:
        settings.EMAIL_PORT = office.port
        client.post(PAGE, typed("ada@new.example", sales_role, send="1"))
        work_off()
    said = "550 5.1.1 no such mailbox"
    invitation = Invitation.objects.get()
    assert invitation.mail_trouble == said
    assert invitation.is_open
    assert said in Page(client.get("/staff/invitation/")).words
    page = Page(client.get(f"/staff/invitation/{invitation.pk}/change/"))
    assert said in page.words
    done = newest_operation()
    assert (done.kind, done.verb, done.actor) == (OperationKind.MAIL, "give_mail_up", None)
    assert done.details == {"to": "ada@new.example", "attempts": 1, "error": said}
    log = Page(client.get("/foundation/operation/?kind=mail"))
    assert "could not send the mail" in log.words
    assert said in log.words
    assert "ada@new.example" in log.words
    mail = OutboxMail.objects.get()
    assert Page(sign_in(system).get("/")).words.count("Mails that could not be sent") == 1
    with post_office() as office:
        settings.EMAIL_PORT = office.port
        sign_in(system).post(f"/foundation/outboxmail/{mail.pk}/do/send_mail_again/")
        work_off()
    assert len(office.taken) == 1
    invitation.refresh_from_db()
    assert (invitation.mail_trouble, invitation.is_open) == ("", True)


def test_several_are_revoked_at_once_and_what_is_over_is_locked(
    manager: User, sales_role: Role, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    made = [InvitationFactory(roles=[sales_role]) for _n in range(3)]
    above = InvitationFactory(roles=[RoleFactory()])
    chosen = [invitation.pk for invitation in (*made, above)]
    answer = client.post(
        "/staff/invitation/", {"action": "revoke_invitation", "_selected_action": chosen}
    )
    assert answer.status_code == 302
    revoked = Invitation.objects.filter(state=InvitationState.REVOKED)
    assert set(revoked) == set(made)
    words = Page(client.get("/staff/invitation/")).words
    assert "done for 3" in words
    assert "You cannot invite people as" in words
    page = Page(client.get(f"/staff/invitation/{made[0].pk}/change/"))
    buttons = {name for form in page.forms for name in form.buttons}
    assert "_save" not in buttons
    assert f"/staff/invitation/{made[0].pk}/do/send_invitation_again/" in page.posts
    assert f"/staff/invitation/{made[0].pk}/do/revoke_invitation/" not in page.posts


@pytest.mark.parametrize("name", ["sales", "finance", "auditor", "stranger"])
def test_others_invite_nobody(name: str, person: Callable[[str], User], sign_in: SignIn) -> None:
    client = sign_in(person(name))
    with nothing_changes():
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, typed("ada@new.example", send="1")).status_code == 403
        assert client.get("/staff/user/invite/").status_code == 403


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"addresses": " ,; "}, "Type at least one address"),
        ({"addresses": ",".join(f"a{n}@x.example" for n in range(501))}, "At most 500 at once"),
        ({"valid_hours": "0"}, "greater than or equal to 1"),
        ({"roles": []}, "Choose at least one role"),
        ({"ends_on": "2020-01-01"}, "This day is over"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    manager: User, sales_role: Role, sign_in: SignIn, change: dict[str, Any], said: str
) -> None:
    client = sign_in(manager)
    sent = {**typed("ada@new.example", sales_role, send="1"), **change}
    with nothing_changes():
        assert said in Page(client.post(PAGE, sent)).words
