"""The tables of the catalog."""

from erp.catalog.models.brand import Brand
from erp.catalog.models.catalogue_entry import (
    CatalogueEntry,
    EntrySpecification,
    FormerDesignation,
)
from erp.catalog.models.category import Category
from erp.catalog.models.product import Product, ProductImage
from erp.catalog.models.sensitive_sku import SensitiveSku
from erp.catalog.models.sku import Sku, SkuSpecification
from erp.catalog.models.specification import (
    Specification,
    SpecificationChoice,
    SpecificationKind,
)
from erp.catalog.models.unit import Unit

__all__ = [
    "Brand",
    "CatalogueEntry",
    "Category",
    "EntrySpecification",
    "FormerDesignation",
    "Product",
    "ProductImage",
    "SensitiveSku",
    "Sku",
    "SkuSpecification",
    "Specification",
    "SpecificationChoice",
    "SpecificationKind",
    "Unit",
]
