"""The account of a person who works here."""

import datetime as dt
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models import KeyField, Language, Recorded, RecordedQuerySet
from erp.foundation.time_zone import check_time_zone
from erp.staff import noted_words
from erp.staff.models.role import Role


class UserQuerySet(RecordedQuerySet):
    """Accounts; Django finds one by its username."""

    def get_by_natural_key(self, username: str) -> "User":
        """Return the account with exactly this username."""
        account: User = self.get(username=username)
        return account

    def active(self) -> "UserQuerySet":
        """Return those who may sign in."""
        return self.filter(is_active=True)


class Salutation(models.TextChoices):
    """How a person is addressed."""

    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    DR = "dr", _("Dr")


class User(Recorded, AbstractBaseUser, PermissionsMixin):
    """A person who signs in by username, email or mobile; deactivated rather than deleted."""

    username = models.CharField(
        _("username"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    username_key = KeyField("username", max_length=150, db_index=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100)
    salutation = models.CharField(
        _("salutation"), max_length=2, choices=Salutation.choices, blank=True
    )
    email = models.EmailField(_("email"), blank=True)
    email_key = KeyField("email", max_length=254, blank_is_null=True, unique=True)
    mobile = models.CharField(_("mobile"), max_length=30, blank=True)
    mobile_key = KeyField("mobile", max_length=30, squeezed=True, blank_is_null=True, unique=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    reports_to = models.ForeignKey(
        "self",
        verbose_name=_("reports to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_by",
    )
    hired_on = models.DateField(_("works here since"), null=True, blank=True)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    note = models.TextField(_("note"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=Language.choices,
        default=Language.ENGLISH,
    )
    time_zone = models.CharField(
        _("time zone"), max_length=40, blank=True, validators=[check_time_zone]
    )
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Role,
        verbose_name=_("roles"),
        blank=True,
        related_name="user_set",
        related_query_name="user",
    )
    is_active = models.BooleanField(_("active"), default=True)
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The last day on which this account may sign in."),
    )
    must_change_password = models.BooleanField(
        _("must change the password"),
        default=False,
        editable=False,
        help_text=_("The next thing that this person does is choose an own password."),
    )
    #: When the person last showed that the address, and the mobile, is theirs.
    email_verified_at = models.DateTimeField(_("email confirmed at"), null=True, editable=False)
    mobile_verified_at = models.DateTimeField(_("mobile confirmed at"), null=True, editable=False)
    #: Kept by the services of the second factor, so that no page has to look for one.
    has_second_factor = models.BooleanField(_("has a second factor"), default=False, editable=False)
    last_login = None

    search_fields = ("username", "name", "email", "mobile")
    natural_key_fields = ("username",)
    secret_fields = ("password",)
    #: What concerns the person more than the work is seen by System alone until a role is given it.
    guarded_fields = ("born_on", "address", "note")
    rights_fields = ("groups", "user_permissions", "is_superuser", "is_active")
    lasting_fields = (
        "must_change_password",
        "has_second_factor",
        "email_verified_at",
        "mobile_verified_at",
    )
    open_for_choice = True
    #: What the log notes of an account beside its fields.
    noted_labels = noted_words.LABELS
    say_noted = staticmethod(noted_words.say_noted)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[Any] = UserQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username_key",)

    def __str__(self) -> str:
        """Return the person's name."""
        return self.name or self.username

    def clean(self) -> None:
        """Let nobody report in a circle, nor sign in before a password was given."""
        from erp.staff.rules.user import check_reports_upwards

        super().clean()
        if not self.password:
            self.set_unusable_password()
        check_reports_upwards(self, self.superiors())

    def superiors(self) -> list["User"]:
        """Return whom the person reports to, and whom these report to, nearest first."""
        found: list[User] = []
        above: User | None = self.reports_to
        while above is not None and above not in found:
            found.append(above)
            above = above.reports_to
        return found

    def to_be_confirmed(self) -> str:
        """Return the new address and mobile that nobody has confirmed yet."""
        waiting = self.address_changes.order_by("kind") if self.pk else ()
        return ", ".join(change.value for change in waiting if change.is_open)

    to_be_confirmed.short_description = _("to be confirmed")  # type: ignore[attr-defined]

    @property
    def is_staff(self) -> bool:
        """Everybody with an account works in the console."""
        return True

    @property
    def is_past_end(self) -> bool:
        """Tell whether the account's last day is over, in the person's own zone."""
        if self.ends_on is None:
            return False
        return self._today() > self.ends_on

    def _today(self) -> dt.date:
        from django.conf import settings

        zone = zoneinfo.ZoneInfo(self.time_zone or settings.DEFAULT_ZONE)
        return timezone.now().astimezone(zone).date()

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the person's name."""
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Let Django renew an outdated password hash at sign-in as an act of the house."""
        from erp.foundation.actor import SYSTEM
        from erp.foundation.operation import operation, running_operation

        if running_operation() is None and set(options.get("update_fields") or ()) == {"password"}:
            from erp.foundation.models import OperationKind

            with operation(OperationKind.CHANGE, by=SYSTEM, reason="password hash renewed"):
                super().save(*args, **options)
        else:
            super().save(*args, **options)
