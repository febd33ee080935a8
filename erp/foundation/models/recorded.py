"""The base of everything that staff may change: versions, log, a version token, rights."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.foundation.models.key_field import KeyField
from erp.foundation.models.made import is_plain, read_record
from erp.foundation.models.recorded_rows import RecordedQuerySet
from erp.foundation.models.versions import Versions
from erp.foundation.refusal import StaleRecord

#: What may be done with records, besides what a single screen adds; ``own_`` reaches only records
#: that the actor owns.
ACTIONS = ("view", "add", "change", "delete", "copy", "approve", "print", "import", "export")
OWN_ACTIONS = ("view", "change", "delete", "copy", "approve", "print", "export")
PERMISSIONS = (*ACTIONS, *(f"own_{action}" for action in OWN_ACTIONS))

#: Kept by the house itself: no difference in them alone makes a version.
HOUSEKEEPING = frozenset({"version", "created_at", "changed_at"})


class Recorded(models.Model):
    """A record whose every version is kept and whose every change belongs to an operation.

    Saving raises ``OutsideOperation`` outside one, and ``StaleRecord`` when the row was saved by
    somebody else after this instance was read. Saving without a difference writes nothing.
    """

    #: Grows by one with every saved change; forms send it back.
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(
        pgettext_lazy("moment", "created"), default=timezone.now, editable=False
    )
    changed_at = models.DateTimeField(
        pgettext_lazy("moment", "changed"), default=timezone.now, editable=False
    )

    #: Text fields by which it is found; filled in the search index by the recorder.
    search_fields: ClassVar[Sequence[str]] = ()
    #: Lookups to the user who owns it; empty means that everybody reaches all.
    owner_fields: ClassVar[Sequence[str]] = ()
    #: Fields that only those see who hold ``see_<field>``.
    guarded_fields: ClassVar[Sequence[str]] = ()
    #: Fields by which somebody is given rights: a file with them asks for a fresh proof.
    rights_fields: ClassVar[Sequence[str]] = ()
    #: The fields by which files and people name it, e.g. ``("code",)``.
    natural_key_fields: ClassVar[Sequence[str]] = ()
    #: Never stored in versions nor in the log.
    secret_fields: ClassVar[Sequence[str]] = ()
    #: Kept as they are when an older version is put back or an operation is undone.
    lasting_fields: ClassVar[Sequence[str]] = ()
    #: Worked out by the house when an operation settles; never brought back from a version.
    derived_fields: ClassVar[Sequence[str]] = ()
    #: Fields by which its versions are looked for, besides what it is a part of and paper numbers.
    versions_found_by: ClassVar[Sequence[str]] = ()
    #: Amounts in the house's base currency, whatever currency the record itself names.
    base_amounts: ClassVar[Sequence[str]] = ()
    #: Everybody may choose one in a form, even without the right to look the records up.
    open_for_choice: ClassVar[bool] = False

    history = Versions(inherit=True)
    objects = RecordedQuerySet.as_manager()

    _loaded: dict[str, Any]

    class Meta:
        abstract = True
        default_permissions = PERMISSIONS

    @classmethod
    def recorded_fields(cls) -> list[models.Field[Any, Any]]:
        """Return the concrete fields that versions and log compare."""
        return [
            field
            for field in cls._meta.concrete_fields
            if field.name not in HOUSEKEEPING
            and field.name not in cls.secret_fields
            and not isinstance(field, KeyField)
            and not field.primary_key
        ]

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Any) -> Self:
        """Remember what was read, so that a save knows what it changes."""
        if len(values) == len(cls._meta.concrete_fields) and is_plain(cls):
            instance: Self = read_record(cls, db, values)
        else:
            instance = super().from_db(db, list(field_names), values)
        instance._remember()
        return instance

    def _remember(self) -> None:
        held = self.__dict__
        plain, changeable = _remembered(type(self))
        try:
            self._loaded = {name: held[name] for name in plain}
        except KeyError:  # some columns were left out of what was read
            self._loaded = {name: held[name] for name in plain if name in held}
        for name in changeable:
            if name in held:
                self._loaded[name] = _frozen(held[name])

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        """Read the row again and remember what was read."""
        super().refresh_from_db(*args, **options)
        self._remember()

    def values(self) -> dict[str, Any]:
        """Return the present values of all concrete fields by attribute name."""
        held = self.__dict__
        plain, changeable = _remembered(type(self))
        try:
            found = {name: held[name] for name in plain}
        except KeyError:  # some columns were left out of what was read: each is fetched
            found = {name: getattr(self, name) for name in plain}
        for name in changeable:
            found[name] = _frozen(getattr(self, name))
        return found

    def before(self) -> dict[str, Any]:
        """Return the values as they stand in the database, from what was read where possible."""
        loaded = getattr(self, "_loaded", {})
        if len(loaded) == len(self._meta.concrete_fields):
            return dict(loaded)
        missing = [f.attname for f in self._meta.concrete_fields if f.attname not in loaded]
        if missing:
            stored = type(self)._base_manager.get(pk=self.pk)
            loaded = {**stored._loaded, **loaded}
        return dict(loaded)

    def save(self, *args: Any, **options: Any) -> None:
        """Write the row inside the running operation and hand the difference to the recorder."""
        from erp.foundation.gate import Verb
        from erp.foundation.operation import ask_before_write, recorder_for

        recorder = recorder_for(self)
        if self._state.adding:
            ask_before_write(self, Verb.CREATE)
            super().save(*args, **options)
            self._remember()
            recorder.created(self)
            return
        before = self.before()
        self._fill_keys()
        after = self.values()
        if all(after[name] == before[name] for name in before if name not in HOUSEKEEPING):
            return
        ask_before_write(self, Verb.CHANGE)
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "version", "changed_at"} | {
                key.name for key in self._keys() if key.source in set(options["update_fields"])
            }
        self.version = before["version"] + 1
        self.changed_at = timezone.now()
        self._overtaken_at = before["version"]
        options["force_update"] = True
        try:
            super().save(*args, **options)
        except BaseException:
            self.version = before["version"]
            raise
        self._remember()
        recorder.changed(self, before)

    def _do_update(
        self,
        base_qs: Any,
        using: str | None,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: bool,
    ) -> bool:
        """Write only over the version that was read."""
        expected = getattr(self, "_overtaken_at", None)
        guarded = expected is not None and any(
            field.name == "version" for field in base_qs.model._meta.local_concrete_fields
        )
        if guarded:
            base_qs = base_qs.filter(version=expected)
        written: bool = super()._do_update(
            base_qs, using, pk_val, values, update_fields, forced_update
        )
        if guarded and not written:
            raise StaleRecord(self)
        return written

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and what goes along, inside the running operation."""
        from erp.foundation.deletion import delete_inside_operation

        return delete_inside_operation([self])

    @classmethod
    def _keys(cls) -> tuple[KeyField, ...]:
        return _keys_of(cls)

    def _fill_keys(self) -> None:
        for key in self._keys():
            key.pre_save(self, add=False)

    def _visible_keys(self, exclude: Iterable[str] | None) -> tuple[set[str], dict[str, str]]:
        """Return what stays excluded, and the source field of every key that is checked."""
        excluded = set(exclude or ())
        sources = {key.name: key.source for key in self._keys() if key.source not in excluded}
        return excluded - set(sources), sources

    def validate_unique(self, exclude: Any = None) -> None:
        """Check keys as well and report them at the field that the person typed."""
        self._fill_keys()
        excluded, sources = self._visible_keys(exclude)
        try:
            super().validate_unique(exclude=excluded)
        except ValidationError as error:
            raise _at_sources(error, sources) from None

    def validate_constraints(self, exclude: Any = None) -> None:
        """Check constraints over keys as well and report them at the field that was typed."""
        self._fill_keys()
        excluded, sources = self._visible_keys(exclude)
        try:
            super().validate_constraints(exclude=excluded)
        except ValidationError as error:
            raise _at_sources(error, sources) from None

    def unique_error_message(self, model_class: Any, unique_check: Any) -> ValidationError:
        """Name the typed fields instead of the stored keys."""
        sources = {key.name: key.source for key in self._keys()}
        return super().unique_error_message(
            model_class, tuple(sources.get(name, name) for name in unique_check)
        )


def _add_sight_permissions(sender: type[models.Model], **_options: Any) -> None:
    """Give every guarded field its permission ``see_<field>``, as if Meta had declared it.

    ``original_attrs`` is what migrations are made from, so the permission reaches the database
    the way declared ones do.
    """
    guarded = getattr(sender, "guarded_fields", ())
    if not guarded or sender._meta.abstract or not issubclass(sender, Recorded):
        return
    declared = list(sender._meta.permissions)
    known = {codename for codename, _name in declared}
    for name in guarded:
        codename = f"see_{name}_{sender._meta.model_name}"
        if codename not in known:
            label = sender._meta.verbose_name_raw
            declared.append((codename, f"Can see {name} of {label}"[:255]))
    sender._meta.permissions = declared
    sender._meta.original_attrs["permissions"] = declared


models.signals.class_prepared.connect(
    _add_sight_permissions, dispatch_uid="foundation.sight_permissions"
)


@functools.cache
def _keys_of(model: type[models.Model]) -> tuple[KeyField, ...]:
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, KeyField))


@functools.cache
def _remembered(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns whose values never change in place, and those whose values may."""
    changeable = (models.JSONField, models.FileField, models.BinaryField)
    fields = model._meta.concrete_fields
    plain = tuple(f.attname for f in fields if not isinstance(f, changeable))
    return plain, tuple(f.attname for f in fields if isinstance(f, changeable))


def _frozen(value: Any) -> Any:
    if isinstance(value, FieldFile):
        # a file that is still to be stored differs from every stored one, whatever its name
        return (value.name or "") if getattr(value, "_committed", True) else f"\0{value.name}"
    return copy.deepcopy(value) if isinstance(value, dict | list) else value


def _at_sources(error: ValidationError, sources: dict[str, str]) -> ValidationError:
    moved: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        moved.setdefault(sources.get(name, name), []).extend(errors)
    return ValidationError(moved)
