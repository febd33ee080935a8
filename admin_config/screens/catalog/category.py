"""The screen of categories, shown with their path."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Children, Screen, Section
from erp.catalog.models import Category, Specification

SCREEN = Screen(
    Category,
    icon="account_tree",
    columns=("local_path", "code", "active"),
    filters=("parent", "active"),
    ordering=("path",),
    sections=(
        Section(_("Category"), ("parent", ("name", "name_zh"), ("code", "active"))),
        Section(_("Description"), (("description", "description_zh"),)),
    ),
    children=(
        Children(
            Specification,
            columns=("code", "name", "name_zh", "kind", "unit_text", "required", "position"),
        ),
    ),
    small=True,
)
