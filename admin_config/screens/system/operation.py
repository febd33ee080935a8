"""The screen of operations: the one log of the house."""

from admin_config.engine.history.operation_admin import OperationAdmin
from admin_config.engine.spec import Screen
from erp.foundation.models import Operation

SCREEN = Screen(
    Operation,
    icon="manage_history",
    columns=("created_at", "act", "told", "actor_label", "reason", "records", "address"),
    filters=("kind", "verb", "actor", "created_at"),
    ordering=("-id",),
    copy=None,
    importing=None,
    read_only=True,
    admin=OperationAdmin,
)
