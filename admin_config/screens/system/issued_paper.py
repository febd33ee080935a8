"""The archive: every paper that left the house, with its reader, its mail and its digest."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admin_config.engine.printing.archive import (
    fetch_page,
    may_fetch,
    operation_page,
    record_page,
    seen_in_log,
)
from admin_config.engine.spec import Page, Screen, Section
from admin_config.models import IssuedPaper

SCREEN = Screen(
    IssuedPaper,
    icon="inventory_2",
    columns=(
        "name",
        "layout",
        "way",
        "recipient",
        "outcome",
        "issued_by",
        "issued_at",
        "size_told",
    ),
    filters=("layout", "way", "issued_by", "issued_at", "recipient", "name"),
    ordering=("-id",),
    totals=(),
    sections=(
        Section(
            _("Paper"),
            ("name", ("layout", "language_told", "draft"), ("issued_by", "issued_at")),
        ),
        Section(_("How it left the house"), (("way", "recipient"), ("mail", "outcome"))),
        Section(
            pgettext_lazy("issued paper", "What is kept"),
            (("size_told", "cleared_at"), "digest"),
            help=_("The file is compared with its SHA-256 digest whenever it is fetched."),
        ),
    ),
    exclude=("operation", "screen", "record", "file"),
    copy=None,
    importing=None,
    pages=(
        Page("file", _("Fetch the file"), fetch_page, icon="download", allowed=may_fetch),
        Page("record", _("To the record"), record_page, icon="description"),
        Page(
            "operation",
            _("In the log"),
            operation_page,
            icon="manage_history",
            allowed=seen_in_log,
        ),
    ),
    read_only=True,
)
