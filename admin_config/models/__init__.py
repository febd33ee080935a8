"""The console's own tables."""

from admin_config.models.bulk_run import BulkOutcome, BulkRow, BulkRun, BulkState
from admin_config.models.column_set import ColumnSet
from admin_config.models.export_file import ExportFile, FileState
from admin_config.models.export_plan import Every, ExportPlan, ExportWay
from admin_config.models.favourite import Favourite, RecentRecord
from admin_config.models.form_draft import FormDraft
from admin_config.models.import_choice import Choice, ImportChoice
from admin_config.models.import_mapping import ImportMapping
from admin_config.models.import_run import (
    NOT_TAKEN,
    ImportMend,
    ImportRow,
    ImportRun,
    RunState,
    Verdict,
)
from admin_config.models.issued_paper import IssuedPaper, Way
from admin_config.models.list_choice import ListChoice
from admin_config.models.saved_view import SavedView

__all__ = [
    "NOT_TAKEN",
    "BulkOutcome",
    "BulkRow",
    "BulkRun",
    "BulkState",
    "Choice",
    "ColumnSet",
    "Every",
    "ExportFile",
    "ExportPlan",
    "ExportWay",
    "Favourite",
    "FileState",
    "FormDraft",
    "ImportChoice",
    "ImportMapping",
    "ImportMend",
    "ImportRow",
    "ImportRun",
    "IssuedPaper",
    "ListChoice",
    "RecentRecord",
    "RunState",
    "SavedView",
    "Verdict",
    "Way",
]
