"""One's own devices on the profile, two people in one browser, and System's list of all."""

from collections.abc import Callable

import pytest
from django.test import Client

from admin_config.models import FormDraft
from erp.staff.models import Session, User
from tests.cast import PASSWORD
from tests.factories import SessionFactory
from tests.toy.models import Shelf

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_people_sign_their_own_devices_out(sales: User, manager: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    here = Session.objects.get()
    phone, tablet = SessionFactory(person=sales), SessionFactory(person=sales)
    foreign = SessionFactory(person=manager)
    page = client.get("/profile/").content.decode()
    assert page.count("Firefox 128 · Linux") == 2
    assert page.count(">this device<") == 1
    assert not any(row.session_key in page for row in (here, phone, foreign))
    assert client.post(f"/own-sessions/{foreign.pk}/end/").status_code == 404
    assert client.get(f"/own-sessions/{phone.pk}/end/").status_code == 405
    answer = client.post(f"/own-sessions/{phone.pk}/end/", {"next": "//evil.example/"})
    assert answer["Location"] == "/profile/"
    assert set(Session.objects.all()) == {here, tablet, foreign}
    client.post("/own-sessions/end-others/")
    assert set(Session.objects.all()) == {here, foreign}
    assert Client().post("/own-sessions/end-others/").status_code == 401


def test_system_sees_everybody_and_signs_them_out(
    system: User, sales: User, manager: User, sign_in: SignIn
) -> None:
    session = SessionFactory(person=sales)
    SessionFactory(person=None)
    assert sign_in(manager).get("/staff/session/").status_code == 403
    client = sign_in(system)
    page = client.get("/staff/session/").content.decode()
    assert "Firefox 128 · Linux" in page
    assert session.session_key not in page
    assert "nobody" not in page
    answer = client.get(f"/staff/session/{session.pk}/change/")
    assert answer.status_code == 200
    assert session.session_key not in answer.content.decode()


def test_a_form_of_one_is_never_sent_as_another(purchasing: User, manager: User) -> None:
    tabs = Client(enforce_csrf_checks=True)

    def come_in(who: User) -> None:
        token = tabs.get("/session/").json()["csrf"]
        fields = {"username": who.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
        assert tabs.post("/login/", fields).status_code == 302

    come_in(purchasing)
    first = tabs.get("/session/").json()
    assert tabs.post("/logout/", {"csrfmiddlewaretoken": first["csrf"]}).status_code == 302
    come_in(manager)
    second = tabs.get("/session/").json()
    assert (first["person"], second["person"]) == (str(purchasing.pk), str(manager.pk))
    # the first one's form, still open in another tab
    sent = {"name": "Whose shelf", "csrfmiddlewaretoken": first["csrf"]}
    answer = tabs.post("/toy/shelf/add/", sent)
    assert answer.status_code == 403
    assert "sign in as yourself first" in answer.content.decode()
    # its script, even with a token of the second one
    header = {"X-Page-Of": first["person"], "X-CSRFToken": second["csrf"]}
    answer = tabs.post("/toy/shelf/add/", {"name": "Whose shelf"}, headers=header)
    assert (answer.status_code, answer["X-Page-Of-Other"]) == (409, "1")
    assert answer.json()["other_person"] is True
    assert not Shelf.objects.exists()
    assert not FormDraft.objects.exists()
