"""The form by which people are asked in: addresses, roles, and what their mails say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.staff.models import Invitation, Role
from erp.staff.models.invitation import usual_hours
from erp.staff.pasted_addresses import Pasted, pasted_addresses
from erp.staff.queries.invitation import invitable_roles
from erp.staff.rules.invitation import check_end_is_ahead
from erp.staff.rules.user import check_has_end
from erp.staff.services.invitation import Terms

#: So many are invited at once; a longer list comes as a file.
MOST = 500


class InviteForm(forms.Form):
    """Everybody in it is invited on the same terms."""

    addresses = forms.CharField(
        label=gettext_lazy("email addresses"),
        max_length=100_000,
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "placeholder": "Ada Lovelace <ada@house.example>\nlin@house.example",
                "spellcheck": "false",
            }
        ),
        help_text=gettext_lazy(
            "One or many, as they come: separated by commas, semicolons, blanks or lines, with or "
            "without names."
        ),
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=gettext_lazy("roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )
    ends_on = forms.DateField(
        label=gettext_lazy("account ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("language of the mail"), choices=settings.LANGUAGE_NAMES
    )
    valid_hours = forms.IntegerField(
        label=gettext_lazy("hours that the link works"),
        validators=Invitation._meta.get_field("valid_hours").validators,
    )
    note = forms.CharField(
        label=pgettext_lazy("invitation", "note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the mail."),
    )

    def __init__(self, *args: Any, by: Actor, **options: Any) -> None:
        """Offer the roles that this person may invite people with."""
        super().__init__(*args, **options)
        offered = invitable_roles(by)
        roles: Any = self.fields["roles"]
        roles.queryset = Role.objects.filter(pk__in=[role.pk for role in offered])
        roles.choices = [(role.pk, str(role)) for role in offered]
        limited = [str(role) for role in offered if role.needs_end]
        if limited:
            names = _(", ").join(limited)
            self.fields["ends_on"].help_text = _("Needed for: %(roles)s.") % {"roles": names}
        self.initial = {
            "language": get_language(),
            "valid_hours": usual_hours(),
            **self.initial,
        }
        for name, field in self.fields.items():
            if name != "roles":
                field.widget.attrs["class"] = "ch-input"

    @cached_property
    def pasted(self) -> list[Pasted]:
        """Return the addresses that were typed."""
        return pasted_addresses(self.cleaned_data.get("addresses", ""))

    def clean(self) -> dict[str, Any]:
        """Say at its field what is missing or too much."""
        typed: dict[str, Any] = super().clean() or {}
        if "addresses" in typed and not self.pasted:
            self.add_error("addresses", _("Type at least one address."))
        elif "addresses" in typed and len(self.pasted) > MOST:
            message = _("At most %(most)d at once: import a file instead.") % {"most": MOST}
            self.add_error("addresses", message)
        limited = [str(role) for role in typed.get("roles", ()) if role.needs_end]
        try:
            check_has_end(typed.get("ends_on"), limited if "ends_on" in typed else ())
            check_end_is_ahead(typed.get("ends_on"), house_day())
        except ValidationError as refused:
            self.add_error("ends_on", refused.messages)
        return typed

    def terms(self) -> Terms:
        """Return what all of them have in common, as the service takes it."""
        names = ("roles", "language", "valid_hours", "ends_on", "note")
        return Terms(**{name: self.cleaned_data[name] for name in names})
