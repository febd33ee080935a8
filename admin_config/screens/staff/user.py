"""The screen of accounts."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.rights_told.compare_page import compare_people
from admin_config.engine.rights_told.person_page import person_page
from admin_config.engine.spec import Do, Import, Page, Panel, Screen, Section
from admin_config.invitations.inviting import invite, may_invite
from admin_config.people.handover_page import handover_page, may_hand_over
from erp.staff.models import Deputyship, User
from erp.staff.services.factor_reset import may_reset_second_factor, reset_second_factor
from erp.staff.services.session import may_end_sessions, sign_out_everywhere
from erp.staff.services.user import deactivate_user, give_new_password, reactivate_user

SCREEN = Screen(
    User,
    icon="badge",
    columns=("username", "name", "email", "mobile", "language", "is_active", "ends_on"),
    filters=("is_active", "language", "ends_on"),
    sections=(
        Section(
            _("Person"),
            (
                ("username", "name"),
                ("salutation", "email"),
                ("mobile", "phone"),
                ("to_be_confirmed", "email_verified_at", "mobile_verified_at"),
            ),
            help=_(
                "A new email address or mobile counts once its person has confirmed it; the old "
                "one works until then."
            ),
        ),
        Section(
            _("Work"),
            (("job_title", "reports_to"), ("hired_on", "born_on"), "address", "note"),
            folded=True,
        ),
        Section(_("Reads in"), (("language", "time_zone"),)),
        Section(_("Access"), ("groups", ("is_active", "ends_on"))),
        Section(_("Rights of their own"), ("user_permissions",), folded=True),
    ),
    copy=None,
    importing=Import(
        fields=(
            *("username", "name", "salutation", "email", "mobile", "phone", "job_title"),
            *("reports_to", "hired_on", "born_on", "address", "note", "language", "time_zone"),
            *("is_active", "ends_on"),
        ),
    ),
    actions=(
        Do(
            give_new_password,
            _("Give a new password"),
            icon="lock_reset",
            reason=True,
            answer=lambda account, password: (
                _("The new password of %(name)s, shown this once: %(password)s")
                % {"name": account, "password": password}
            ),
        ),
        Do(
            sign_out_everywhere,
            _("Sign out everywhere"),
            icon="logout",
            reason=True,
            allowed=may_end_sessions,
        ),
        Do(
            reset_second_factor,
            _("Reset the second factor"),
            icon="no_encryption",
            reason=True,
            when=lambda account: account.has_second_factor,
            allowed=may_reset_second_factor,
        ),
        Do(
            deactivate_user,
            _("Deactivate"),
            icon="person_off",
            reason=True,
            when=lambda account: account.is_active,
        ),
        Do(
            reactivate_user,
            _("Let in again"),
            icon="how_to_reg",
            when=lambda account: not account.is_active,
        ),
    ),
    panels=(
        Panel(
            _("Deputies"),
            Deputyship,
            rows=lambda account: account.deputyships.order_by("-starts_on", "-pk"),
            columns=("deputy", "starts_on", "ends_on"),
            query=lambda account: f"person={account.pk}",
        ),
        Panel(
            _("Stands in for"),
            Deputyship,
            rows=lambda account: account.stands_in.order_by("-starts_on", "-pk"),
            columns=("person", "starts_on", "ends_on"),
            query=lambda account: f"deputy={account.pk}",
        ),
    ),
    pages=(
        Page(
            "invite",
            _("Invite people"),
            invite,
            icon="group_add",
            of_list=True,
            allowed=may_invite,
        ),
        Page("rights", _("Rights, and why"), person_page, icon="verified_user"),
        Page(
            "hand-over",
            _("Hand over"),
            handover_page,
            icon="move_down",
            allowed=may_hand_over,
        ),
        Page("compare", _("Compare"), compare_people, icon="compare_arrows", of_list=True),
    ),
    audited_reads=True,
    small=True,
)
