"""The first run: once, by whoever holds the token, all or nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from erp.company.models import Company, TaxRate
from erp.foundation.models import NumberSeries, OutboxMail
from erp.staff.models import Role, User
from erp.staff.queries.first_run import set_up_token
from tests.admin_config.forms.test_files import png
from tests.erp.operations.house import free_port
from tests.language.post_office import post_office

pytestmark = pytest.mark.django_db
PAGE = "/setup/"
TYPED = {
    "company": "Acme Bearings",
    "company_zh": "艾克米轴承",
    "currency": "EUR",
    "language": "zh-hans",
    "time_zone": "Europe/Berlin",
    "tax_percent": "19",
    "number_period": "month",
    "number_digits": "4",
    "name": "Ada Lovelace",
    "username": "ada",
    "email": "ada@example.com",
    "password": "correct horse battery",
    "again": "correct horse battery",
    "test_mail": "on",
}


def _post(client: Client, **typed: str) -> Any:
    return client.post(PAGE, {**TYPED, "token": set_up_token(), **typed})


@pytest.mark.parametrize("token", ["", "wrong", "x" * 500])
def test_without_the_token_nothing_happens(token: str) -> None:
    assert Client().get(PAGE, {"token": token}).status_code == 403
    assert _post(Client(), token=token).status_code == 403
    assert not User.objects.exists()


def test_everything_is_set_up_and_its_first_administrator_signed_in() -> None:
    client = Client()
    assert client.get(PAGE, {"token": set_up_token()}).status_code == 200
    assert _post(client)["Location"] == "/"
    account = User.objects.get()
    assert (account.username, account.is_superuser, account.language) == ("ada", False, "zh-hans")
    assert list(account.groups.values_list("name", flat=True)) == ["System"]
    company = Company.objects.get()
    named = (company.name, company.name_zh, company.base_currency.code, company.time_zone)
    assert named == ("Acme Bearings", "艾克米轴承", "EUR", "Europe/Berlin")
    assert TaxRate.objects.get(percent=19).name == "VAT 19%"
    assert set(NumberSeries.objects.values_list("period", "digits")) == {("month", 4)}
    assert OutboxMail.objects.get().to == "ada@example.com"
    assert Role.objects.count() == 7
    assert client.get("/").status_code == 200


def test_the_logo_is_kept_with_the_company(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    assert client.post(PAGE, {**TYPED, "token": set_up_token(), "logo": png()}).status_code == 302
    company = Company.objects.get()
    assert company.logo.name.startswith("company/logo")
    served = client.get(f"/files/company/company/{company.pk}/logo/")
    assert b"".join(served.streaming_content).startswith(b"\x89PNG")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", b"<svg onload=alert(1)>"),
        ("logo.svg", b"<svg/>"),
        ("logo.txt", b"hello"),
        ("logo.png", b""),
    ],
)
def test_what_is_no_image_is_no_logo(name: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content)
    response = Client().post(PAGE, {**TYPED, "token": set_up_token(), "logo": file})
    assert list(response.context["form"].errors) == ["logo"]
    assert not User.objects.exists()


def test_a_name_that_no_paper_can_print_is_refused() -> None:
    response = _post(Client(), company_zh="艾克米🚀")
    assert "🚀" in str(response.context["form"].errors)
    assert not Company.objects.exists()
    assert not User.objects.exists()


def test_a_logo_is_asked_for_again_after_a_mistake_elsewhere() -> None:
    typed = {**TYPED, "token": set_up_token(), "again": "another", "logo": png()}
    errors = Client().post(PAGE, typed).context["form"].errors
    assert errors["logo"] == ["Choose the logo again."]
    assert not Company.objects.exists()


def _said_after(client: Client) -> list[str]:
    _post(client, language="en")
    return [str(message) for message in client.get("/").context["messages"]]


def test_the_next_page_says_that_the_server_took_the_test_mail(settings: Any) -> None:
    with post_office() as office:
        _send_by(settings, office.port)
        said = _said_after(Client())
    assert said[1] == "The mail server took the test mail to ada@example.com."
    assert [mail["To"] for mail in office.taken] == ["ada@example.com"]
    assert OutboxMail.objects.get().is_sent


def test_a_server_that_is_down_costs_the_test_mail_and_nothing_else(settings: Any) -> None:
    _send_by(settings, free_port())
    client = Client()
    said = _said_after(client)
    assert said[0].startswith("Everything is set up.")
    assert said[1].startswith("The test mail to ada@example.com could not be sent: ")
    assert "refused" in said[1]
    assert User.objects.count() == Company.objects.count() == 1
    assert OutboxMail.objects.get().state == "waiting"
    assert client.get("/").status_code == 200


def test_without_a_server_the_page_says_that_mails_are_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    assert "EMAIL_URL" in _said_after(Client())[1]
    assert "ada@example.com" in next(tmp_path.iterdir()).read_text()


def test_without_the_tick_no_mail_is_sent() -> None:
    typed = {name: value for name, value in TYPED.items() if name != "test_mail"}
    Client().post(PAGE, {**typed, "token": set_up_token()})
    assert not OutboxMail.objects.exists()


def _send_by(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_FILE_PATH = "127.0.0.1", port, None


def test_it_works_once() -> None:
    _post(Client())
    assert Client().get(PAGE, {"token": set_up_token()}).status_code == 404
    assert _post(Client(), username="eve").status_code == 404
    assert User.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("setup_address")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "short", "again": "short"}, "password"),
        ({"again": "another horse battery"}, "again"),
        ({"email": ""}, "email"),
        ({"username": "a b"}, "username"),
        ({"currency": "XXX"}, "currency"),
        ({"number_digits": "2"}, "number_digits"),
        ({"tax_percent": "101"}, "tax_percent"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"company": ""}, "company"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_stored(
    typed: dict[str, str], field: str
) -> None:
    response = _post(Client(), **typed)
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.exists()
    assert not Company.objects.exists()


def test_the_sign_in_page_points_to_the_address() -> None:
    assert "set-up address" in Client().get("/login/").content.decode()
