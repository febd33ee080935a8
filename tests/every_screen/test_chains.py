"""Papers that continue others do so at the console, part by part, and both show the chain."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from admin_config.engine.navigation import list_address, record_address
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.continuing import Continuation
from tests.every_screen.visiting import Visit
from tests.language.chains import left_of, line_of, part_of, source_of, values_for
from tests.language.page import Page
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.for_screens("continuing")


def source_screen(continuation: Continuation) -> Screen:
    """Return the screen of what is continued."""
    found = registry.for_model(continuation.source_head)
    assert found is not None, f"{continuation.source_head} is continued and has no screen"
    return found


def asked(visit: Visit, continuation: Continuation, paper: Any) -> str:
    """Return the page that asks how much."""
    name = visit.screen.label.replace(".", "-")
    return f"{list_address(source_screen(continuation))}continue/{name}/?of={paper.pk}"


def sent(visit: Visit, continuation: Continuation, paper: Any, quantity: int) -> Any:
    """Fill the page in and send it."""
    address = asked(visit, continuation, paper)
    name = f"quantity-{line_of(continuation, paper).pk}"
    form = next(form for form in Page(visit.client.get(address)).forms if name in form.names)
    filled = values_for(continuation, paper)
    typed = {each: str(getattr(value, "pk", value)) for each, value in filled.items()}
    assert set(typed) <= form.names
    return visit.client.post(address, form.sent(**typed, **{name: str(quantity)}))


def test_a_part_is_made_at_the_console_and_no_more_than_is_left(visit: Visit) -> None:
    for word in visit.screen.continues:
        each = word.continuation
        paper = source_of(each, 5)
        before = visit.record_keys()
        response = sent(visit, each, paper, 2)
        assert response.status_code == 302, Page(response).words
        (made,) = visit.record_keys() - before - _others(visit, each, paper)
        assert response.headers["Location"] == record_address(visit.screen, made)
        assert left_of(each, paper) == Decimal(3 if each.limited else 5)
        if each.limited:
            values_for(each, paper)
            with nothing_changes():
                page = Page(visit.client.post(asked(visit, each, paper), _too_much(each, paper)))
            assert "4" in page.words
            assert left_of(each, paper) == Decimal(3)


def _others(visit: Visit, continuation: Continuation, paper: Any) -> set[Any]:
    """Return the papers that do not continue this one."""
    own = set(continuation.taking([paper]).values_list("pk", flat=True))
    return visit.record_keys() - own


def _too_much(continuation: Continuation, paper: Any) -> dict[str, str]:
    return {f"quantity-{line_of(continuation, paper).pk}": "4"}


def test_the_chain_leads_there_and_back(visit: Visit) -> None:
    for word in visit.screen.continues:
        each = word.continuation
        paper = source_of(each, 5)
        made = part_of(each, paper, 1)
        there = record_address(source_screen(each), paper.pk)
        back = record_address(visit.screen, made.pk)
        assert back in Page(visit.client.get(there.replace("change/", "chain/"))).links
        assert there in Page(visit.client.get(back.replace("change/", "chain/"))).links
