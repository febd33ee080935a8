"""A chain of the toy domain: what is offered, and the parcels that go out for it."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from erp.foundation.models import Recorded, SourceLine
from tests.toy.models.toy import Toy


class OfferStatus(models.TextChoices):
    """Where an offer stands."""

    DRAFT = "draft", "draft"
    AGREED = "agreed", "agreed"
    DROPPED = "dropped", "dropped"


class ParcelStatus(models.TextChoices):
    """Where a parcel stands."""

    DRAFT = "draft", "draft"
    SENT = "sent", "sent"
    STOPPED = "stopped", "stopped"


class Offer(Recorded):
    """What a buyer may have; once agreed it goes out in parcels."""

    number = models.CharField("number", max_length=20, unique=True)
    status = models.CharField(
        "status",
        max_length=8,
        choices=OfferStatus.choices,
        default=OfferStatus.DRAFT,
        editable=False,
    )
    buyer = models.CharField("buyer", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="owner", on_delete=models.PROTECT, related_name="+"
    )
    present = models.ForeignKey(
        Toy,
        verbose_name="present",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    postage = models.DecimalField("postage", max_digits=12, decimal_places=2, default=Decimal(0))

    search_fields = ("number", "buyer")
    natural_key_fields = ("number",)
    owner_fields = ("owner",)

    class Meta(Recorded.Meta):
        verbose_name = "toy offer"
        verbose_name_plural = "toy offers"
        ordering = ("number",)

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class OfferLine(Recorded):
    """So many of one thing."""

    offer = models.ForeignKey(
        Offer, verbose_name="offer", on_delete=models.CASCADE, related_name="lines"
    )
    position = models.PositiveIntegerField("position", default=0)
    wording = models.CharField("wording", max_length=80)
    quantity = models.DecimalField(
        "quantity",
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    price = models.DecimalField("price", max_digits=12, decimal_places=2, default=Decimal(0))

    owner_fields = ("offer__owner",)

    class Meta(Recorded.Meta):
        verbose_name = "toy offer line"
        verbose_name_plural = "toy offer lines"
        ordering = ("position", "id")

    def __str__(self) -> str:
        """Return what is wanted."""
        return self.wording


class Parcel(Recorded):
    """What goes out for one offer or several, all of it or a part."""

    number = models.CharField("number", max_length=20, unique=True)
    status = models.CharField(
        "status",
        max_length=8,
        choices=ParcelStatus.choices,
        default=ParcelStatus.DRAFT,
        editable=False,
    )
    buyer = models.CharField("buyer", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="owner", on_delete=models.PROTECT, related_name="+"
    )
    present = models.ForeignKey(
        Toy, verbose_name="present", on_delete=models.PROTECT, related_name="+"
    )
    postage = models.DecimalField("postage", max_digits=12, decimal_places=2, default=Decimal(0))

    search_fields = ("number", "buyer")
    natural_key_fields = ("number",)
    owner_fields = ("owner",)

    class Meta(Recorded.Meta):
        verbose_name = "parcel"
        verbose_name_plural = "parcels"
        ordering = ("number",)

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class ParcelLine(Recorded):
    """So many of one line of an offer, or something that was put in besides."""

    parcel = models.ForeignKey(
        Parcel, verbose_name="parcel", on_delete=models.CASCADE, related_name="lines"
    )
    offer_line = SourceLine(OfferLine, verbose_name="offer line", related_name="parcel_lines")
    position = models.PositiveIntegerField("position", default=0)
    wording = models.CharField("wording", max_length=80)
    quantity = models.DecimalField(
        "quantity",
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.001"))],
    )

    owner_fields = ("parcel__owner",)

    class Meta(Recorded.Meta):
        verbose_name = "parcel line"
        verbose_name_plural = "parcel lines"
        ordering = ("position", "id")

    def __str__(self) -> str:
        """Return what is in it."""
        return self.wording
