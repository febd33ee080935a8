"""What the script of the grid says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Return the sentences by the names under which the script knows them."""
    return {
        "add": _("Add line"),
        "removed": _("Line removed"),
        "removed_many": _("Lines removed"),
        "pasted": _("Pasted lines"),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "move": _("Move line"),
        "remove": _("Remove line"),
        "line": _("line"),
        "create": _("Create new …"),
        "nothing": _("Nothing found"),
        "searching": _("Searching …"),
        "clear": _("Clear"),
        "choose": _("Which one is meant?"),
        "doubtful": _("Not sure: choose which one is meant, or leave the text as it is."),
        "leave": _("Leave as text"),
        "sure": _("Found for sure"),
        "open": _("To be decided"),
        "free": _("Left as text"),
        "take": _("Take over"),
        "too_many": _("There is no room for so many lines."),
        "failed": _("The server did not answer. What you typed is kept."),
        "yes": _("yes"),
        "wrong": _("Lines with mistakes"),
        "next": _("Show the next one"),
    }
