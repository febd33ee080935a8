"""The admin behind every screen: one small part per behaviour, put together here."""

from __future__ import annotations

from typing import Any, ClassVar

from unfold.admin import ModelAdmin

from admin_config.engine.actions.begun import BegunPart
from admin_config.engine.actions.part import ActionsPart
from admin_config.engine.along.part import AlongPart
from admin_config.engine.build.form import FormPart
from admin_config.engine.build.rights import RightsPart
from admin_config.engine.bulk.part import BulkPart
from admin_config.engine.chains.part import ChainPart
from admin_config.engine.charts.part import ChartPart
from admin_config.engine.copying.part import CopyPart
from admin_config.engine.deleting.part import DeletePart
from admin_config.engine.forms.belonging import BelongsPart
from admin_config.engine.forms.fills import FillPart
from admin_config.engine.history.part import HistoryPart
from admin_config.engine.history.reads import ReadsPart
from admin_config.engine.labels.part import LabelPart
from admin_config.engine.listing.part import ListPart
from admin_config.engine.merging.part import MergePart
from admin_config.engine.pages.part import PagesPart
from admin_config.engine.panels.part import PanelPart
from admin_config.engine.previews.part import PreviewPart
from admin_config.engine.printing.list_part import ListPrintPart
from admin_config.engine.printing.part import PrintPart
from admin_config.engine.printing.send_part import SendPart
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.part import TransferPart


class ConsoleAdmin(
    RightsPart,
    ChartPart,
    ReadsPart,
    HistoryPart,
    CopyPart,
    MergePart,
    BulkPart,
    DeletePart,
    ActionsPart,
    ChainPart,
    PagesPart,
    SendPart,
    PrintPart,
    LabelPart,
    BegunPart,
    TransferPart,
    ListPrintPart,
    AlongPart,
    BelongsPart,
    FillPart,
    PanelPart,
    PreviewPart,
    FormPart,
    ListPart,
    ModelAdmin,
):
    """A screen at work. The declaration is in ``screen``; the parts read it and nothing else."""

    screen: ClassVar[Screen]

    def __init__(self, model: Any, admin_site: Any) -> None:
        """Let every part prepare itself from the declaration."""
        super().__init__(model, admin_site)
