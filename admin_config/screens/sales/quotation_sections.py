"""The form of a quotation, section by section."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Section

SECTIONS = (
    Section(
        _("Quotation"),
        (
            ("number", "status"),
            ("customer", "contact"),
            ("issued_on", "valid_until"),
            ("owner", "external_number"),
        ),
    ),
    Section(
        _("Money"),
        (
            ("currency", "rate"),
            ("tax_kind", "payment_terms"),
            ("shipping", "adjustment"),
            "base_total",
        ),
    ),
    Section(
        _("Paper"),
        (("company", "language"), "delivery_way", "remarks", "terms"),
        tab=True,
    ),
    Section(
        _("Life cycle"),
        (
            ("submitted_by", "submitted_at"),
            ("approved_by", "approved_at"),
            ("revision", "revises"),
            "won_on",
            "reject_reason",
            "lost_reason",
        ),
        tab=True,
    ),
)
