"""Roles: named sets of rights, on top of Django's groups."""

from decimal import Decimal

from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import KeyField, Recorded


class Role(Recorded, Group):
    """What a kind of work needs to see and do; a person may have several."""

    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True)
    name_key = KeyField("name", max_length=150, unique=True)
    #: Names a role that the house brings along, such as ``system``; empty for own ones.
    code = models.CharField(
        _("code"), max_length=20, null=True, blank=True, unique=True, editable=False
    )
    needs_end = models.BooleanField(
        _("for a limited time"),
        default=False,
        help_text=_("Accounts with this role must have a day on which they end."),
    )
    approval_limit = models.DecimalField(
        _("approves up to"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("In the base currency, for roles that may approve; empty means any amount."),
    )
    approves_own = models.BooleanField(
        _("approves own papers"),
        default=False,
        help_text=_("May approve a paper that the same person owns or submitted."),
    )
    invites = models.ManyToManyField(
        "self",
        verbose_name=_("invites people as"),
        symmetrical=False,
        blank=True,
        related_name="invited_by_set",
        related_query_name="invited_by_role",
        help_text=_("Who has this role may invite people with these, without adding accounts."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    #: The rights that the house gave last; what was changed by hand since is left alone.
    rights_given = models.JSONField(null=True, editable=False)

    search_fields = ("name", "name_zh")
    natural_key_fields = ("name",)
    secret_fields = ("rights_given",)

    class Meta(Recorded.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("name_key",)

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        from django.utils.translation import get_language

        chinese = (get_language() or "").startswith("zh")
        return self.name_zh if chinese and self.name_zh else self.name

    def purpose(self) -> str:
        """Return the note; of a role of the house, in the reader's language."""
        return gettext(self.note) if self.note and self.code else self.note

    purpose.short_description = _("note")  # type: ignore[attr-defined]

    def usual_rights(self) -> frozenset[str] | None:
        """Return what the house's table gives this role; ``None`` for own roles and for System."""
        from erp.staff.default_rights import rights_of_role

        return frozenset(rights_of_role(self.code)) if self.code and not self.is_system else None

    @property
    def is_system(self) -> bool:
        """Tell whether it is the role that holds every right."""
        return self.code == "system"
