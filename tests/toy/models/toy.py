"""A toy: one field of every kind."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from erp.foundation.models import KeyField, Recorded, SeveralChoicesField
from tests.toy.models.shelf import Shelf
from tests.toy.models.tag import Tag


class Kind(models.TextChoices):
    """What sort of toy it is."""

    GAME = "game", "game"
    DOLL = "doll", "doll"
    TRAIN = "train", "train"


class Feature(models.TextChoices):
    """What a toy has."""

    BATTERY = "battery", "runs on batteries"
    LIGHT = "light", "lights up"
    SOUND = "sound", "makes noise"
    WATER = "water", "may get wet"


class Toy(Recorded):
    """A toy with an owner, a cost that not everybody sees, dates that may be missing."""

    code = models.CharField("code", max_length=20)
    code_key = KeyField("code", max_length=20, squeezed=True, unique=True)
    name = models.CharField("name", max_length=60)
    name_key = KeyField("name", max_length=60, db_index=True)
    kind = models.CharField(
        "kind", max_length=5, choices=Kind.choices, default=Kind.GAME, db_index=True
    )
    features = SeveralChoicesField("features", choices=Feature.choices, blank=True, db_index=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="owner",
        on_delete=models.PROTECT,
        related_name="+",
    )
    shelf = models.ForeignKey(
        Shelf, verbose_name="shelf", on_delete=models.PROTECT, null=True, blank=True
    )
    tags = models.ManyToManyField(Tag, verbose_name="tags", blank=True)
    price = models.DecimalField(
        "price",
        max_digits=12,
        decimal_places=2,
        db_index=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    cost = models.DecimalField("cost", max_digits=12, decimal_places=2, default=Decimal(0))
    age = models.PositiveSmallIntegerField(
        "least age", default=3, validators=[MaxValueValidator(99)]
    )
    made_on = models.DateField("made on", null=True, blank=True, db_index=True)
    seen_at = models.DateTimeField("seen at", null=True, blank=True, db_index=True)
    safe = models.BooleanField("safe", default=True, db_index=True)
    picture = models.ImageField("picture", upload_to="toys/", blank=True)
    manual = models.FileField("manual", upload_to="manuals/", blank=True)
    website = models.URLField("website", blank=True)
    email = models.EmailField("email", blank=True)
    note = models.TextField("note", blank=True)

    search_fields = ("code", "name")
    natural_key_fields = ("code",)
    owner_fields = ("owner",)
    guarded_fields = ("cost",)

    class Meta(Recorded.Meta):
        verbose_name = "toy"
        verbose_name_plural = "toys"
        ordering = ("code_key",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(features__made_of=Feature.values), name="toy_features_known"
            ),
        )

    def __str__(self) -> str:
        """Return code and name."""
        return f"{self.code} {self.name}"
