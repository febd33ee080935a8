"""The screen of specifications: what goods of a category are described by."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Children, Copy, Screen, Section
from erp.catalog.models import Specification, SpecificationChoice

SCREEN = Screen(
    Specification,
    icon="rule",
    columns=("code", "local_name", "category", "kind", "unit_text", "required", "position"),
    filters=("category", "kind", "required"),
    sections=(
        Section(
            _("Specification"),
            (
                ("category", "code"),
                ("name", "name_zh"),
                ("kind", "unit_text"),
                ("position", "required"),
            ),
        ),
    ),
    children=(Children(SpecificationChoice, columns=("name", "name_zh", "position")),),
    copy=Copy(along=("choices",)),
    small=True,
)
