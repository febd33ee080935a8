"""Makes what is traded: brands, units, categories, products, skus and what describes them."""

import factory

from erp.catalog.models import (
    Brand,
    CatalogueEntry,
    Category,
    EntrySpecification,
    FormerDesignation,
    Product,
    ProductImage,
    SensitiveSku,
    Sku,
    SkuSpecification,
    Specification,
    SpecificationChoice,
    SpecificationKind,
    Unit,
)
from tests.factories.parties import CustomerFactory
from tests.factories.recorded import RecordedFactory


class BrandFactory(RecordedFactory[Brand]):
    """A maker's brand."""

    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")
    name_zh = factory.Sequence(lambda n: f"品牌{n}")


class UnitFactory(RecordedFactory[Unit]):
    """A unit of quantity."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"Unit {n}")
    name_zh = factory.Sequence(lambda n: f"单位{n}")


class CategoryFactory(RecordedFactory[Category]):
    """A branch at the top of the tree; with ``parent`` one below it."""

    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Goods {n}")
    name_zh = factory.Sequence(lambda n: f"货物{n}")


class SpecificationFactory(RecordedFactory[Specification]):
    """A length in millimetres."""

    class Meta:
        model = Specification

    category = factory.SubFactory(CategoryFactory)
    code = factory.Sequence(lambda n: f"length_{n}")
    name = factory.Sequence(lambda n: f"Length {n}")
    name_zh = factory.Sequence(lambda n: f"长度{n}")
    unit_text = "mm"


class SpecificationChoiceFactory(RecordedFactory[SpecificationChoice]):
    """A value of a specification to choose from."""

    class Meta:
        model = SpecificationChoice

    specification = factory.SubFactory(
        SpecificationFactory, kind=SpecificationKind.CHOICE, unit_text=""
    )
    name = factory.Sequence(lambda n: f"Colour {n}")


class ProductFactory(RecordedFactory[Product]):
    """A family of goods without skus."""

    class Meta:
        model = Product

    code = factory.Sequence(lambda n: f"F-{n:04d}")
    name = factory.Sequence(lambda n: f"Family {n}")
    brand = factory.SubFactory(BrandFactory)
    category = factory.SubFactory(CategoryFactory)


class SkuFactory(RecordedFactory[Sku]):
    """A sku of a product of its own."""

    class Meta:
        model = Sku

    product = factory.SubFactory(ProductFactory)
    code = factory.Sequence(lambda n: f"S-{n:05d}")
    name = factory.Sequence(lambda n: f"Good {n}")
    brand = factory.SelfAttribute("product.brand")
    model = factory.Sequence(lambda n: f"M{n:05d}")
    unit = factory.SubFactory(UnitFactory)


class SkuSpecificationFactory(RecordedFactory[SkuSpecification]):
    """A sku that is 25 mm long."""

    class Meta:
        model = SkuSpecification

    sku = factory.SubFactory(SkuFactory)
    specification = factory.SubFactory(
        SpecificationFactory, category=factory.SelfAttribute("..sku.product.category")
    )
    number = 25


class CatalogueEntryFactory(RecordedFactory[CatalogueEntry]):
    """A line of a maker's catalogue."""

    class Meta:
        model = CatalogueEntry

    brand = factory.SubFactory(BrandFactory)
    model = factory.Sequence(lambda n: f"C{n:05d}")


class FormerDesignationFactory(RecordedFactory[FormerDesignation]):
    """What the thing of a catalogue entry was called before."""

    class Meta:
        model = FormerDesignation

    entry = factory.SubFactory(CatalogueEntryFactory)
    brand = factory.Sequence(lambda n: f"Old Works {n}")
    model = factory.Sequence(lambda n: f"O{n:05d}")


class EntrySpecificationFactory(RecordedFactory[EntrySpecification]):
    """A catalogue entry that is 25 mm long."""

    class Meta:
        model = EntrySpecification

    entry = factory.SubFactory(CatalogueEntryFactory, category=factory.SubFactory(CategoryFactory))
    specification = factory.SubFactory(
        SpecificationFactory, category=factory.SelfAttribute("..entry.category")
    )
    number = 25


class SensitiveSkuFactory(RecordedFactory[SensitiveSku]):
    """A sku that a customer regards as his."""

    class Meta:
        model = SensitiveSku

    customer = factory.SubFactory(CustomerFactory)
    sku = factory.SubFactory(SkuFactory)


class ProductImageFactory(RecordedFactory[ProductImage]):
    """A picture of a product."""

    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)
    image = factory.django.ImageField(width=2, height=2)
    note = factory.Sequence(lambda n: f"Side {n}")
