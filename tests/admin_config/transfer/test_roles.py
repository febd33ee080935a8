"""Files for one role of a table neither write nor show records that have only the other role."""

from __future__ import annotations

import pytest

from admin_config.engine.transfer.commit import start_commit
from erp.parties.models import Party, Supplier
from erp.staff.models import User
from tests.admin_config.transfer.files import balanced, checked, imported, reasons, verdicts
from tests.admin_config.transfer.test_rights import grant
from tests.factories.parties import CustomerFactory, PartyFactory
from tests.language.writing import as_the_house
from tests.toy.factories import BorrowerFactory, LenderFactory
from tests.toy.models import Lender, Neighbour

pytestmark = pytest.mark.django_db

TABLE = [["name", "phone"], ["Secret", "999"]]


@pytest.fixture
def importer(stranger: User) -> User:
    """Somebody with every right on files of lenders and none on borrowers."""
    rights = ("view", "add", "change", "import")
    return grant(stranger, *(f"toy.{right}_lender" for right in rights))


@pytest.mark.parametrize("mode", ["both", "add", "update"])
def test_a_row_that_names_the_other_role_is_refused(
    importer: User, system: User, mode: str
) -> None:
    BorrowerFactory(name="Secret", phone="123-4")
    for who in (importer, system):
        run = imported("lender", TABLE, who, mode=mode)
        assert verdicts(run) == ["refused"]
        (reason,) = reasons(run)
        assert reason.startswith("Name: ")
        row = run.rows.get()
        assert (row.differences, row.record_pk) == ([], None)
        assert "123-4" not in str(row.reasons)
        assert balanced(run)
    stored = Neighbour.objects.get()
    assert (stored.phone, stored.is_lender, stored.version) == ("123-4", False, 0)


def test_a_row_finds_whoever_has_both_roles(importer: User) -> None:
    with as_the_house():
        LenderFactory(name="Secret", is_borrower=True)
    assert verdicts(imported("lender", TABLE, importer)) == ["changed"]
    assert Neighbour.objects.get().phone == "999"


def test_who_loses_the_role_after_the_check_is_not_written(importer: User) -> None:
    lender = LenderFactory(name="Secret", is_borrower=True)
    run = checked("lender", TABLE, importer)
    with as_the_house():
        lender.is_lender = False
        lender.save()
    done = start_commit(run)
    done.refresh_from_db()
    assert verdicts(done) == ["refused"]
    assert Neighbour.objects.get().phone == ""
    assert not Lender.objects.exists()


def test_the_file_says_of_a_company_what_the_form_says(stranger: User) -> None:
    rights = ("view", "add", "change", "import")
    who = grant(stranger, *(f"parties.{right}_supplier" for right in rights))
    customer = CustomerFactory(name="Acme", phone="123")
    run = imported("supplier", [["name", "phone"], ["ACME", "999"]], who)
    assert verdicts(run) == ["refused"]
    with pytest.raises(Exception) as refused:  # noqa: PT011 - compared below
        Supplier(name="acme").full_clean()
    assert reasons(run) == [f"Name: {' '.join(refused.value.messages)}"]
    assert "Also a supplier" in reasons(run)[0]
    assert Party.objects.get().phone == customer.phone == "123"
    with as_the_house():
        PartyFactory(name="Beta")
    assert verdicts(imported("supplier", [["name", "phone"], ["beta", "5"]], who)) == ["changed"]
