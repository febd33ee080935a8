"""The tables of sales."""

from erp.sales.models.quotation import Quotation, QuotationStatus
from erp.sales.models.quotation_line import QuotationLine

__all__ = ["Quotation", "QuotationLine", "QuotationStatus"]
