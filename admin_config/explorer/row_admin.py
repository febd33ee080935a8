"""A screen whose rows may be changed: only what the table takes, and never rows of another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import DataError, models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import INPUT_CLASSES

from admin_config.engine.build.console_admin import ConsoleAdmin
from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import AT_ONCE, tell_deleted
from admin_config.engine.forms.inputs import INPUTS
from admin_config.engine.forms.once import form_token_of
from admin_config.engine.forms.widgets import DateTimeText, LongText, NumberText
from admin_config.engine.navigation import list_address, record_address
from admin_config.engine.registry import registry
from admin_config.explorer.apps import WRITTEN
from admin_config.explorer.fields import LONGEST_TEXT, Moment, Odd
from admin_config.explorer.row_form import RowForm, StoredMoment, StoredText
from admin_config.explorer.rows import rows_in_use
from erp.foundation.models import Operation, OperationKind
from erp.foundation.models.several_choices import is_free_text
from erp.foundation.operation import AlreadyDone, run, tentatively
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import Deleted
from erp.foundation.services.impact import Impact

#: Browsers take no year of fewer digits.
_FIRST_YEAR = 1000
_NUMBERS = (models.FloatField, models.DecimalField, models.IntegerField)


class TableAdmin(ConsoleAdmin):
    """A screen of rows that are looked at."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the row; none where PostgreSQL says that no key of that column looks so."""
        try:
            return super().get_object(request, object_id, from_field)
        except DataError:
            return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the row, below which its changes stand; to the log where it is gone."""
        record = self.get_object(request, unquote(object_id))
        if record is not None:
            return HttpResponseRedirect(record_address(self.screen, record.pk))
        log = registry.for_model(Operation)
        if log is None:
            raise Http404
        return HttpResponseRedirect(list_address(log))


class RowAdmin(TableAdmin):
    """Adds, changes and deletes single rows of a table with a key of one column."""

    form = RowForm
    way_back = gettext_lazy("It can be brought back from the log.")
    formfield_overrides = {
        **INPUTS,
        Moment: {"form_class": StoredMoment, "widget": DateTimeText},
    }

    def _computed(self) -> tuple[str, ...]:
        """Have a key that nobody gives typed with the rest of a new row."""
        key = self.model._meta.pk
        found = super()._computed()
        return tuple(name for name in found if name != key.name or not key.editable)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no new row where a column must be filled that a form cannot fill."""
        return self.model.can_be_added and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deletion where nobody could say what goes along."""
        return self.model.can_be_deleted and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the key, what others point to, and what the form cannot show as it is stored."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None:
            return fixed
        unfit = [f.name for f in self.model._meta.concrete_fields if _is_unfit(obj, f)]
        pointed = sorted(self.model.pointed_to)
        return tuple(dict.fromkeys((*fixed, self.model._meta.pk.name, *pointed, *unfit)))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Take texts and numbers as they are stored: nothing is folded, cut or rounded."""
        if not db_field.choices and not db_field.is_relation:
            if isinstance(db_field, models.TextField):
                options |= {"form_class": StoredText, "widget": LongText()}
            elif is_free_text(db_field):
                widget = forms.TextInput({"class": " ".join(INPUT_CLASSES)})
                options |= {"form_class": StoredText, "widget": widget}
            elif isinstance(db_field, _NUMBERS):
                options |= {"widget": NumberText({"inputmode": "decimal"})}
        found = super().formfield_for_dbfield(db_field, request, **options)
        preset = self.model.presets.get(db_field.name)
        if found is not None and preset and not found.help_text:
            found.help_text = _("Left empty: %(preset)s") % {"preset": preset}
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a new row with what the database would put there."""
        given = super().get_changeform_initial_data(request)
        return {**self.model.simple_presets, **given}

    def impact_on(self, chosen: QuerySet[Any]) -> Impact:
        """Return which rows of other tables need the chosen ones: nothing goes along."""
        rows = list(chosen[: AT_ONCE + 1])
        impact = Impact(gone={self.model: len(rows)})
        blocked = set()
        for child, columns, _rule in self.model.incoming:
            found = rows_in_use(child, columns, rows)
            if found is not None:
                impact.forbidden_by[child] = found[1:]
                blocked |= {row.pk for row in rows if rows_in_use(child, columns, [row])}
        impact.blocked = len(blocked)
        return impact

    def delete_confirmed(self, request: HttpRequest, mine: QuerySet[Any]) -> HttpResponse:
        """Delete the rows one by one as one act; those that others need stay and say why."""
        rows = list(mine.order_by("pk")[: AT_ONCE + 1])
        back = HttpResponseRedirect(self.list_left(request))
        if len(rows) > AT_ONCE:
            text = _("At most %(count)d rows are deleted at once: choose fewer.")
            messages.error(request, text % {"count": AT_ONCE})
            return back
        facts: dict[str, Any] = {
            "by": actor_of(request),
            "reason": request.POST.get("reason", "").strip(),
            "form_token": form_token_of(request),
        }
        try:
            done = run(lambda running: _delete_all(rows, running), OperationKind.DELETE, **facts)
        except AlreadyDone:
            messages.info(request, _("This was done already; it was not done twice."))
        else:
            tell_deleted(request, done, self.opts)
        return back


def _delete_all(rows: list[Any], running: Any) -> Deleted:
    with transaction.atomic(using=WRITTEN):
        return _delete(rows, running)


def _delete(rows: list[Any], running: Any) -> Deleted:
    """Delete what may go; rows that others of the same choice need are tried again after those."""
    result = Deleted()
    left = rows
    while left:
        reasons: dict[Any, str] = {}
        for row in left:
            reason = _refusal_against(row)
            if reason:
                reasons[row.pk] = reason
        gone = len(left) - len(reasons)
        result.records += gone
        left = [row for row in left if row.pk in reasons]
        if not gone:
            result.kept = [(str(row), f"{row}: {reasons[row.pk]}") for row in left]
            break
    result.rows = result.records
    result.operation = running.stored() if result.records else None
    return result


def _refusal_against(row: Any) -> str:
    """Delete a row; return why it stays, or nothing."""
    try:
        with tentatively():
            row.delete()
    except Refusal as refusal:
        return " ".join(refusal.messages)
    return ""


def _is_unfit(row: Any, field: Any) -> bool:
    """Tell whether a form would lose something of a value: what is no date, what was cut."""
    value = getattr(row, field.attname)
    if isinstance(value, dt.date):
        return value.year < _FIRST_YEAR
    if isinstance(value, str):
        return isinstance(value, Odd) or len(value) >= LONGEST_TEXT or "\0" in value
    return False
