"""Sales of a hundred thousand goods to whom they were sold: wide enough to measure lists on."""

from django.conf import settings
from django.db import models

from erp.foundation.models import KeyField, Recorded


class State(models.TextChoices):
    """How far a sale has come."""

    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    APPROVED = "approved", "approved"
    DONE = "done", "done"


class Good(Recorded):
    """Something that is sold."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_key = KeyField("name", max_length=80, db_index=True)

    search_fields = ("code", "name")
    natural_key_fields = ("code",)

    class Meta(Recorded.Meta):
        ordering = ("code",)

    def __str__(self) -> str:
        """Return code and name."""
        return f"{self.code} {self.name}"


class Sale(Recorded):
    """One sale of one good."""

    code = models.CharField(max_length=40, unique=True)
    wording = models.CharField(max_length=80)
    good = models.ForeignKey(Good, on_delete=models.PROTECT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    sold_on = models.DateField(db_index=True)
    shipped_on = models.DateField(null=True, blank=True, db_index=True)

    search_fields = ("code", "wording")
    natural_key_fields = ("code",)
    owner_fields = ("owner",)

    class Meta(Recorded.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        """Return the code."""
        return self.code
