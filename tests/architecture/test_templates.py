"""Templates: what hides somebody else's is listed with a reason, and no page carries a script."""

from __future__ import annotations

import re
from importlib.resources import files

from admin_config.engine.shell.frame import OVERRIDDEN_TEMPLATES
from tests.architecture.source import ROOT

OURS = ROOT / "admin_config" / "engine" / "templates"
#: Packages whose templates ours would hide.
OTHERS = ("unfold", "django.contrib.admin", "import_export", "simple_history", "django_otp")
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
HANDLER = re.compile(r"""\son[a-z]+=["']""")


def hidden() -> set[str]:
    """Return the names of others' templates in whose place ours stand."""
    names = {template.relative_to(OURS).as_posix() for template in OURS.rglob("*.html")}
    return {
        name
        for name in names
        for package in OTHERS
        if files(package).joinpath("templates", name).is_file()
    }


def test_every_template_that_hides_anothers_is_listed_with_its_reason() -> None:
    assert hidden() == set(OVERRIDDEN_TEMPLATES)
    assert [name for name, reason in OVERRIDDEN_TEMPLATES.items() if not reason.strip()] == []


def test_no_page_carries_a_script_of_its_own() -> None:
    found = [
        f"{template.name}: {match['body'].strip()[:60]}"
        for template in sorted(OURS.rglob("*.html"))
        for match in SCRIPT.finditer(template.read_text(encoding="utf-8"))
        if match["body"].strip() and "application/json" not in match["attributes"]
    ]
    handlers = [
        t.name for t in sorted(OURS.rglob("*.html")) if HANDLER.search(t.read_text("utf-8"))
    ]
    assert found + handlers == []


def test_nothing_comes_from_foreign_hosts() -> None:
    marks = ('src="http', "src='http", "url(http", 'url("http', "@import", "//cdn")
    found = [
        f"{path.name}:{number}"
        for kind in ("*.html", "*.css", "*.js")
        for path in sorted((ROOT / "admin_config").rglob(kind))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(mark in line for mark in marks)
    ]
    assert found == []
