"""The list of every screen on paper: all that it shows, and nothing for who may not print."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from erp.foundation.models import OperationKind
from tests.cast import make_person
from tests.every_screen.making import make
from tests.every_screen.visiting import Visit
from tests.language.writing import newest_operation


@pytest.mark.for_screens("printable")
def test_print_of_the_list_holds_its_records_and_is_recorded(visit: Visit) -> None:
    make(visit.model)
    answer = visit.post("print_list", **{"as": "pdf"})
    assert answer["Content-Type"] == "application/pdf", answer
    pages = PdfReader(io.BytesIO(b"".join(answer))).pages  # type: ignore[arg-type]
    said = "".join("".join(page.extract_text().split()) for page in pages)
    kind = str(visit.model._meta.verbose_name_plural)
    assert "".join(kind.split()).lower() in said.lower()
    done = newest_operation()
    assert (done.kind, done.actor_id) == (OperationKind.PRINT, visit.who.pk)


@pytest.mark.parametrize("role", ["auditor"])
def test_print_of_the_list_is_for_those_who_may(visit: Visit, role: str) -> None:
    reader = Visit(visit.screen, make_person(role))
    assert reader.post("print_list", **{"as": "pdf"}).status_code in {302, 403, 404}
