"""An exchange of toys: a record that points to one model twice."""

from django.db import models

from erp.foundation.models import Recorded
from tests.toy.models.toy import Toy


class Swap(Recorded):
    """One toy was given for another one; it has no screen of its own."""

    given = models.ForeignKey(Toy, on_delete=models.PROTECT, related_name="given_in")
    taken = models.ForeignKey(Toy, on_delete=models.PROTECT, related_name="taken_in")

    class Meta(Recorded.Meta):
        verbose_name = "swap"
        verbose_name_plural = "swaps"

    def __str__(self) -> str:
        """Return both toys."""
        return f"{self.given} / {self.taken}"
