"""The kinds of papers that the house issues."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.TextChoices):
    """A kind of paper; its value is also the code of its number series."""

    ENQUIRY = "enquiry", _("enquiry")
    PURCHASE_ORDER = "purchase_order", _("purchase order")
    RECEIPT = "receipt", _("receipt")
    QUOTATION = "quotation", _("quotation")
    SALES_ORDER = "sales_order", _("sales order")
    DELIVERY = "delivery", _("delivery")
    CUSTOMER_INVOICE = "customer_invoice", _("customer invoice")
    SUPPLIER_INVOICE = "supplier_invoice", _("supplier invoice")
    PAYMENT = "payment", _("payment")
    STOCK_TRANSFER = "stock_transfer", _("stock transfer")
    STOCK_ADJUSTMENT = "stock_adjustment", _("stock adjustment")


#: With what the numbers of each kind of paper begin.
PREFIXES = {
    Paper.ENQUIRY: "EQ",
    Paper.PURCHASE_ORDER: "PO",
    Paper.RECEIPT: "RC",
    Paper.QUOTATION: "QT",
    Paper.SALES_ORDER: "SO",
    Paper.DELIVERY: "DN",
    Paper.CUSTOMER_INVOICE: "SI",
    Paper.SUPPLIER_INVOICE: "PI",
    Paper.PAYMENT: "PAY",
    Paper.STOCK_TRANSFER: "TR",
    Paper.STOCK_ADJUSTMENT: "ADJ",
}
