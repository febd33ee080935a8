"""Columns whose cells name files of a ZIP: the record's own, or pictures below it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import ExtraColumn
from admin_config.engine.fields import ScreenField, fields_of
from admin_config.engine.spec import Screen
from admin_config.engine.transfer import values
from admin_config.engine.transfer.columns import Column, Wrong
from admin_config.engine.transfer.picture_pack import PicturePack
from erp.foundation.actor import Actor
from erp.foundation.files import check_picture, check_upload
from erp.foundation.rights import hidden_fields, may
from erp.foundation.text import fold


def digest_of(file: Any) -> tuple[int, bytes]:
    """Return what tells two files apart."""
    file.seek(0)
    content = file.read()
    return len(content), blake2b(content, digest_size=16).digest()


class PictureColumn(ExtraColumn):
    """A cell names a file of the ZIP; empty leaves what is there."""

    def __init__(self, found: ScreenField, header: str, relation: str = "") -> None:
        """Read names of files; with a relation they become records below this one."""
        Column.__init__(self, found, header, {})
        #: The relation of the records below to this one; empty for a field of its own.
        self.relation = relation
        self.pack: PicturePack | None = None
        #: Digest of each file that a cell named and that passed.
        self.digests: dict[str, tuple[int, bytes]] = {}
        self._wrong: dict[str, list[str]] = {}

    @property
    def required(self) -> bool:
        """Return False for pictures below: a record may have none."""
        return not self.relation and super().required

    def may_stay_default(self, cell: Any) -> bool:
        """Return False: an empty cell is read, and means nothing."""
        return False

    def names(self) -> set[str]:
        """Return every header by which a file may call this column, folded."""
        return {fold(self.header), fold(self.name)} if self.relation else Column.names(self)

    def cleaned(self, cell: Any) -> list[str]:
        """Return the names of the files, each looked at as an upload is in the form."""
        text = values.undefuse(values.text_of(cell)).strip()
        named = values.names_listed(text) if self.relation else [text]
        return [self._checked_name(name) for name in dict.fromkeys(named) if name]

    def _checked_name(self, name: str) -> str:
        if name not in self.digests and name not in self._wrong:
            self._look_at(name)
        if name in self._wrong:
            raise Wrong(self._wrong[name], _("Put it into the ZIP, or correct the name."))
        return name

    def _look_at(self, name: str) -> None:
        if self.pack is None:
            missing = _("There is no ZIP with files.")
            self._wrong[name] = [f"{name[:80]}: {missing}"]
            return
        try:
            self.pack.check_has(name)
            file = self.pack.read(name)
            image = isinstance(self.model_field, models.ImageField)
            (check_picture if image else check_upload)(file)
            if self.model_field.max_length and len(file.name or "") > _LONGEST_NAME:
                raise ValidationError(_("The name of the file is too long."))  # noqa: TRY301
        except ValidationError as error:
            self._wrong[name] = [f"{name[:80]}: {message}" for message in error.messages]
        else:
            self.digests[name] = digest_of(file)


_LONGEST_NAME = 60


def with_pictures(screen: Screen, actor: Actor, columns: dict[str, Column]) -> dict[str, Column]:
    """Return the columns of a file with those that name files of a ZIP."""
    return {**columns, **picture_columns(screen, actor)}


def picture_columns(screen: Screen, actor: Actor) -> dict[str, PictureColumn]:
    """Return the columns that name files: the record's own fields, then pictures below it."""
    model: Any = screen.model
    if model._meta.concrete_model._meta.parents:
        return {}
    hidden = {*hidden_fields(actor, model), *screen.exclude, *screen.readonly}
    found = {
        name: PictureColumn(field, capfirst(field.label))
        for name, field in fields_of(model).items()
        if isinstance(field.field, models.FileField) and field.editable and name not in hidden
    }
    for children in screen.children:
        own = [f for f in children.model._meta.concrete_fields if isinstance(f, models.ImageField)]
        pointing = [
            f
            for f in children.model._meta.concrete_fields
            if isinstance(f, models.ForeignKey) and f.related_model is model
        ]
        if len(own) == len(pointing) == 1 and may(actor, "add", children.model):
            name = str(pointing[0].remote_field.get_accessor_name())
            field = ScreenField(name, own[0], editable=True, local=False)
            header = capfirst(str(children.model._meta.verbose_name_plural))
            found[name] = PictureColumn(field, header, pointing[0].name)
    return found
