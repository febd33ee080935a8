"""Production starts with safe settings and with nothing less; it says what is unsafe."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.source import ROOT

SETTINGS = ROOT / "erp" / "settings.py"
SAFE = {
    "MODE": "production",
    "SECRET_KEY": "abcdefghij" * 5,
    "ALLOWED_HOSTS": "erp.house.example",
    "AUDIT_KEY": "klmnopqrst" * 5,
    "DEBUG": "",
    "HTTPS": "1",
    "SECOND_FACTOR_RELAXED": "0",
    "EXTRA_APPS": "",
}


@pytest.fixture(autouse=True)
def safe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set up what production wants."""
    for name, value in {**SAFE, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)


def test_production_starts_with_safe_settings_and_strict_cookies() -> None:
    found = runpy.run_path(str(SETTINGS))
    assert found["MODE"] == "production"
    assert found["DEBUG"] is False
    secure = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    assert all(found[name] is True for name in (*secure, "SESSION_COOKIE_HTTPONLY"))
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["DEMO"] is False
    assert found["DEMO_SIGN_INS"] == ""


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", "1", "DEBUG is on"),
        ("HTTPS", "0", "HTTPS is off"),
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY is missing or shorter than 50 characters"),
        ("SECRET_KEY", "django-insecure-" + "x" * 50, "SECRET_KEY"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is empty or holds *"),
        ("ALLOWED_HOSTS", "erp.house.example,*", "ALLOWED_HOSTS is empty or holds *"),
        ("SECOND_FACTOR_RELAXED", "1", "SECOND_FACTOR_RELAXED is on"),
        ("EXTRA_APPS", "tests.toy", "EXTRA_APPS is set"),
        ("AUDIT_KEY", "", "AUDIT_KEY is missing"),
    ],
)
def test_production_refuses_what_is_unsafe(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match="production refuses to start") as refused:
        runpy.run_path(str(SETTINGS))
    assert told in str(refused.value)
