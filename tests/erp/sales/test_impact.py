"""What a deletion says it would touch: every record once, in however many ways it is reached."""

import pytest

from erp.catalog.models import Category
from erp.foundation.services.impact import impact_of
from erp.sales.models import Quotation
from tests.factories.catalog import CategoryFactory
from tests.factories.parties import ContactFactory
from tests.factories.sales import QuotationFactory

pytestmark = pytest.mark.django_db


def test_a_paper_that_needs_a_customer_and_its_contact_is_counted_once() -> None:
    first = QuotationFactory()
    contact = ContactFactory(party=first.customer)
    second = QuotationFactory(customer=first.customer, contact=contact)
    for chosen in ([first.customer], type(first.customer).objects.filter(pk=first.customer_id)):
        impact = impact_of(chosen)
        assert impact.forbidden_by[Quotation] == (2, [str(first), str(second)])
        assert impact.blocked == 1


def test_what_is_chosen_itself_is_not_counted_again() -> None:
    above = CategoryFactory()
    below = CategoryFactory(parent=above)
    impact = impact_of([above, below])
    assert impact.gone[Category] == 2
