"""The language of screens: frozen values, checked at start."""

from admin_config.engine.spec.action import Do
from admin_config.engine.spec.alike import Alike
from admin_config.engine.spec.along import Along, Values
from admin_config.engine.spec.begin import Begin
from admin_config.engine.spec.belongs import Belongs
from admin_config.engine.spec.chart import Share, Trend
from admin_config.engine.spec.children import Children
from admin_config.engine.spec.continues import Continues
from admin_config.engine.spec.copying import Copy
from admin_config.engine.spec.fill import Fill
from admin_config.engine.spec.home_card import HomeCard
from admin_config.engine.spec.importing import Import
from admin_config.engine.spec.labels import Label
from admin_config.engine.spec.lines import Amounts, Lines
from admin_config.engine.spec.mailing import Mailing, MailText, Reader
from admin_config.engine.spec.menu import MenuSection
from admin_config.engine.spec.merging import Merge
from admin_config.engine.spec.narrow import Narrow
from admin_config.engine.spec.page import Page
from admin_config.engine.spec.panel import Changes, Differs, Panel
from admin_config.engine.spec.preview import Pick, Preview
from admin_config.engine.spec.printing import (
    Addressee,
    Layout,
    Letterhead,
    PrintColumn,
    PrintLines,
    PrintTaxes,
    PrintTotal,
)
from admin_config.engine.spec.screen import Screen
from admin_config.engine.spec.section import Section

__all__ = [
    "Addressee",
    "Alike",
    "Along",
    "Amounts",
    "Begin",
    "Belongs",
    "Changes",
    "Children",
    "Continues",
    "Copy",
    "Differs",
    "Do",
    "Fill",
    "HomeCard",
    "Import",
    "Label",
    "Layout",
    "Letterhead",
    "Lines",
    "MailText",
    "Mailing",
    "MenuSection",
    "Merge",
    "Narrow",
    "Page",
    "Panel",
    "Pick",
    "Preview",
    "PrintColumn",
    "PrintLines",
    "PrintTaxes",
    "PrintTotal",
    "Reader",
    "Screen",
    "Section",
    "Share",
    "Trend",
    "Values",
]
