"""The tables of the company."""

from erp.company.models.company import Company
from erp.company.models.country import Country
from erp.company.models.currency import Currency
from erp.company.models.delivery_way import DeliveryWay
from erp.company.models.exchange_rate import ExchangeRate
from erp.company.models.numbered_paper import NumberedPaper
from erp.company.models.paper import PREFIXES, Paper
from erp.company.models.paper_head import PaperHead, TaxMode
from erp.company.models.paper_number import PaperNumber
from erp.company.models.payment_terms import PaymentTerms
from erp.company.models.print_setting import PaperSize, PrintLanguage, PrintSetting
from erp.company.models.region import Region
from erp.company.models.tax_rate import TaxKind, TaxRate
from erp.company.models.text_block import TextBlock, TextKind

__all__ = [
    "PREFIXES",
    "Company",
    "Country",
    "Currency",
    "DeliveryWay",
    "ExchangeRate",
    "NumberedPaper",
    "Paper",
    "PaperHead",
    "PaperNumber",
    "PaperSize",
    "PaymentTerms",
    "PrintLanguage",
    "PrintSetting",
    "Region",
    "TaxKind",
    "TaxMode",
    "TaxRate",
    "TextBlock",
    "TextKind",
]
