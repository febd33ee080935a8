"""The screen of quotations."""

from admin_config.engine.spec import (
    Belongs,
    Copy,
    Fill,
    Import,
    Screen,
    Share,
    Trend,
)
from admin_config.screens.sales.home_cards import CARDS
from admin_config.screens.sales.panels import LATEST_CHANGES, REVISED
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from admin_config.screens.sales.quotation_lines import LINES
from admin_config.screens.sales.quotation_sections import SECTIONS
from admin_config.screens.sales.quotation_verbs import VERBS
from erp.sales.models import Quotation
from erp.sales.queries.prefill import texts_in_language, validity_from, values_for_customer

SCREEN = Screen(
    Quotation,
    icon="request_quote",
    columns=(
        "number",
        "customer",
        "status",
        "currency",
        "total",
        "base_total",
        "issued_on",
        "valid_until",
        "owner",
    ),
    filters=(
        "status",
        "customer",
        "owner",
        "currency",
        "issued_on",
        "valid_until",
        "total",
        "base_total",
    ),
    totals=("total", "base_total"),
    sections=SECTIONS,
    lines=(LINES,),
    copy=Copy(
        reset=(
            "number",
            "status",
            "issued_on",
            "valid_until",
            "rate",
            "external_number",
            "revision",
            "revises",
            "submitted_by",
            "submitted_at",
            "approved_by",
            "approved_at",
            "reject_reason",
            "lost_reason",
            "won_on",
        ),
        along=("lines",),
    ),
    panels=(REVISED, LATEST_CHANGES),
    importing=Import(also_by=(("external_number",),), past=("status", "won_on")),
    actions=VERBS,
    layouts=(QUOTATION_LAYOUT,),
    home=CARDS,
    charts=(
        Trend("issued_on", sum_of="base_total", split_by="status"),
        Share("owner", sum_of="base_total"),
    ),
    fills=(
        Fill(
            "customer",
            values_for_customer,
            told=("company", "issued_on"),
            always=("contact",),
        ),
        Fill("language", texts_in_language),
        Fill("issued_on", validity_from, told=("company", "customer")),
    ),
    belongs=(Belongs("contact", to="customer", by="party"),),
    defaults=(("owner", lambda request: request.user.pk),),
)
