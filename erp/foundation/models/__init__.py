"""The tables of the foundation."""

from erp.foundation.models.bilingual import Bilingual, is_chinese, local_text
from erp.foundation.models.job import Job, JobState
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.language import Language
from erp.foundation.models.log_entry import LogEntry
from erp.foundation.models.merged_record import MergedRecord
from erp.foundation.models.number_series import NumberCounter, NumberSeries, Period
from erp.foundation.models.operation import Operation, OperationKind
from erp.foundation.models.outbox_mail import MailAttachment, MailState, OutboxMail
from erp.foundation.models.recorded import Recorded
from erp.foundation.models.recorded_rows import RecordedQuerySet
from erp.foundation.models.rich_text import RichTextField
from erp.foundation.models.seal import Head, Layout, Seal, Sealer, SealKind
from erp.foundation.models.search_token import SearchToken
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.models.soft_link import SoftLink
from erp.foundation.models.source_line import SourceLine

__all__ = [
    "Bilingual",
    "Head",
    "Job",
    "JobState",
    "KeyField",
    "Language",
    "Layout",
    "LogEntry",
    "MailAttachment",
    "MailState",
    "MergedRecord",
    "NumberCounter",
    "NumberSeries",
    "Operation",
    "OperationKind",
    "OutboxMail",
    "Period",
    "Recorded",
    "RecordedQuerySet",
    "RichTextField",
    "Seal",
    "SealKind",
    "Sealer",
    "SearchToken",
    "SeveralChoicesField",
    "SoftLink",
    "SourceLine",
    "is_chinese",
    "local_text",
]
