"""What a role must keep: those that the house brings along stay, and System holds everything."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.foundation.refusal import Refusal

_NAMED = 5


def check_rights_are_free(*, is_system: bool) -> None:
    """Refuse to take rights from System or add any: it holds all, always."""
    if is_system:
        raise Refusal(
            {"permissions": _("The System role holds every right; they cannot be edited.")}
        )


def check_can_be_deleted(name: str, *, built_in: bool, people: int) -> None:
    """Refuse to delete a role that the house brings along or that people have."""
    if built_in:
        raise Refusal(
            _("“%(name)s” belongs to the house and stays; take it from people instead."),
            code="built_in",
            params={"name": name},
        )
    if people:
        raise Refusal(
            ngettext(
                "“%(name)s” cannot be deleted, %(people)d person has it.",
                "“%(name)s” cannot be deleted, %(people)d people have it.",
                people,
            ),
            code="in_use",
            params={"name": name, "people": people},
        )


def check_invitations_keep_a_role(name: str, waiting: list[str]) -> None:
    """Refuse to delete the last role of invitations that wait."""
    if waiting:
        raise Refusal(
            _(
                "“%(name)s” cannot be deleted: these invitations wait with no other role. "
                "Give them another one or revoke them: %(invitations)s."
            ),
            code="invited",
            params={"name": name, "invitations": _(", ").join(waiting[:_NAMED])},
        )


def check_members_end(lasting: list[str]) -> None:
    """Refuse to limit a role in time while people have it whose accounts have no end."""
    if lasting:
        raise Refusal(
            {
                "needs_end": Refusal(
                    _("These people have the role and no day on which they end: %(people)s."),
                    code="needs_end",
                    params={"people": _(", ").join(lasting[:_NAMED])},
                )
            }
        )
