"""The screen of operations: the one log of the house, for whoever reviews what happened."""

from django.utils.translation import gettext_lazy as _

from admin_config.audit.former_rights_page import former_rights_page, may_review_rights
from admin_config.audit.number_gaps_page import may_review_numbers, number_gaps_page
from admin_config.audit.own_approvals_page import may_review_approvals, own_approvals_page
from admin_config.audit.proof_page import proof_page
from admin_config.engine.history.operation_admin import OperationAdmin
from admin_config.engine.history.record_search import operations_about, record_told
from admin_config.engine.spec import Narrow, Page, Screen
from erp.foundation.models import Operation

SCREEN = Screen(
    Operation,
    icon="manage_history",
    columns=("created_at", "act", "told", "actor_label", "reason", "records", "address"),
    filters=("kind", "verb", "actor", "created_at", "address", "request_id"),
    narrows=(
        Narrow(
            "record",
            _("record"),
            operations_about,
            told=record_told,
            hint=_("Kind and name, e.g. customer Meier"),
        ),
    ),
    ordering=("-id",),
    pages=(
        Page("proof", _("Proof"), proof_page, icon="verified_user", of_list=True),
        Page(
            "former-rights",
            _("Rights on a day"),
            former_rights_page,
            icon="event_available",
            of_list=True,
            allowed=may_review_rights,
        ),
        Page(
            "own-approvals",
            _("Approvals without a second person"),
            own_approvals_page,
            icon="person_alert",
            of_list=True,
            allowed=may_review_approvals,
        ),
        Page(
            "number-gaps",
            _("Gaps in numbers"),
            number_gaps_page,
            icon="tag",
            of_list=True,
            allowed=may_review_numbers,
        ),
    ),
    copy=None,
    importing=None,
    read_only=True,
    admin=OperationAdmin,
)
