"""One factory per model: each makes a valid record, inside an operation of the house."""

from tests.factories.catalog import (
    BrandFactory,
    CatalogueEntryFactory,
    CategoryFactory,
    ProductFactory,
    ProductImageFactory,
    SensitiveSkuFactory,
    SkuFactory,
    SkuSpecificationFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
    UnitFactory,
)
from tests.factories.company import (
    CompanyFactory,
    CountryFactory,
    CurrencyFactory,
    DeliveryWayFactory,
    ExchangeRateFactory,
    PaymentTermsFactory,
    RegionFactory,
    TaxRateFactory,
    TextBlockFactory,
)
from tests.factories.foundation import JobFactory, NumberSeriesFactory, OutboxMailFactory
from tests.factories.parties import (
    AddressFactory,
    BillingProfileFactory,
    ContactFactory,
    CustomerFactory,
    PartyFactory,
    SupplierFactory,
)
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.factories.staff import RoleFactory, UserFactory

__all__ = [
    "AddressFactory",
    "BillingProfileFactory",
    "BrandFactory",
    "CatalogueEntryFactory",
    "CategoryFactory",
    "CompanyFactory",
    "ContactFactory",
    "CountryFactory",
    "CurrencyFactory",
    "CustomerFactory",
    "DeliveryWayFactory",
    "ExchangeRateFactory",
    "JobFactory",
    "NumberSeriesFactory",
    "OutboxMailFactory",
    "PartyFactory",
    "PaymentTermsFactory",
    "ProductFactory",
    "ProductImageFactory",
    "QuotationFactory",
    "QuotationLineFactory",
    "RegionFactory",
    "RoleFactory",
    "SensitiveSkuFactory",
    "SkuFactory",
    "SkuSpecificationFactory",
    "SpecificationChoiceFactory",
    "SpecificationFactory",
    "SupplierFactory",
    "TaxRateFactory",
    "TextBlockFactory",
    "UnitFactory",
    "UserFactory",
]
