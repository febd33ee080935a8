"""The tree of goods: categories of any depth."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.foundation.models import Bilingual, KeyField, Recorded, local_text

#: Longer paths lose their beginning.
_PATH = 400
BETWEEN = " › "


class Category(Recorded, Bilingual):
    """A branch of the tree; its specifications hold for all goods below it."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField(
        _("code"), max_length=40, blank=True, help_text=_("Files name it so; empty takes the name.")
    )
    code_key = KeyField("code", max_length=40, unique=True)
    path = models.CharField(_("path"), max_length=_PATH, blank=True, editable=False)
    path_key = KeyField("path", max_length=_PATH, db_index=True)
    path_zh = models.CharField(_("path in Chinese"), max_length=_PATH, blank=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    search_fields = ("code", "name", "name_zh", "path", "path_zh")
    natural_key_fields = ("code",)
    derived_fields = ("path", "path_zh")
    #: A filter by a category means the branch: what lies below it too.
    tree_parent = "parent"

    class Meta(Recorded.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("path_key",)

    def __str__(self) -> str:
        """Return the path in the reader's language."""
        return self.local_path() or super().__str__()

    def local_path(self) -> str:
        """Return the path in the reader's language, as a column of a list."""
        return local_text(self, "path")

    local_path.short_description = _("path")  # type: ignore[attr-defined]
    local_path.sorted_by = "path"  # type: ignore[attr-defined]

    def derive(self) -> None:
        """Work out the paths from the parent's."""
        above = [self.parent.path] if self.parent else []
        above_zh = [self.parent.path_zh or self.parent.path] if self.parent else []
        self.path = BETWEEN.join([*above, self.name])[-_PATH:]
        self.path_zh = BETWEEN.join([*above_zh, self.name_zh or self.name])[-_PATH:]

    def with_ancestors(self) -> list[Category]:
        """Return the category and all above it, nearest first; a broken tree ends the walk."""
        found: list[Category] = []
        seen: set[int] = set()
        category: Category | None = self
        while category is not None and category.pk not in seen:
            seen.add(category.pk)
            found.append(category)
            category = category.parent
        return found

    def clean(self) -> None:
        """Keep the tree a tree and the path in line with it."""
        from erp.catalog.rules.category import check_no_cycle

        check_no_cycle(self, self.parent.with_ancestors() if self.parent else ())
        self.code = self.code.strip() or self.name
        self.derive()
