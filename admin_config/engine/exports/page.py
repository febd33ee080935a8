"""What the page of an export offers: columns of one's own choice, sets of them, formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.exports.column_sets import MOST_ROLES, sets_for
from admin_config.engine.exports.encodings import ENCODINGS, UTF8
from admin_config.engine.exports.related import RelatedColumn, related_columns
from admin_config.engine.infer.columns import columns_of
from admin_config.engine.listing.personal import may_share
from admin_config.engine.transfer.columns import columns_for
from admin_config.engine.transfer.keys import key_fields
from admin_config.engine.transfer.writers import FORMATS
from admin_config.models import ColumnSet, ExportFile
from erp.foundation.digits import number_in

LABELS = {"xlsx": "XLSX (Excel)", "csv": "CSV", "ods": "ODS (LibreOffice)", "json": "JSON"}
#: The parameter of the set that is in use.
SET = "_set"
#: The parameter of an earlier export whose choices are ticked.
AGAIN = "_again"


@dataclass(frozen=True)
class Ticks:
    """What is ticked when the page opens: as it was posted, as in a set, or as the list is."""

    columns: Sequence[str]
    file_format: str = ""
    encoding: str = ""

    @classmethod
    def of_set(cls, chosen: ColumnSet) -> Ticks:
        """Return what a set says."""
        return cls([str(n) for n in chosen.columns], chosen.file_format, chosen.encoding)

    @classmethod
    def of_earlier(cls, request: HttpRequest) -> Ticks | None:
        """Return what an earlier export of the person had, where the address names one."""
        key = number_in(request.GET.get(AGAIN, ""))
        own = ExportFile.objects.filter(person=request.user.pk, pk=key) if key else ()
        for earlier in own:
            return cls([str(n) for n in earlier.columns], earlier.file_format, earlier.encoding)
        return None

    @classmethod
    def posted(cls, request: HttpRequest) -> Ticks:
        """Return what was ticked on the page that was sent."""
        post = request.POST
        columns = post.getlist("columns")
        return cls(columns, post.get("format", ""), post.get("encoding", ""))

    @classmethod
    def of_list(cls, admin: Any, request: HttpRequest) -> Ticks:
        """Return the columns that the person's list shows now."""
        from admin_config.engine.listing.query import ListQuery

        names = [column.name for column in ListQuery(admin, request).columns]
        return cls(names or list(columns_of(admin.screen)))


def chooser_context(
    admin: Any, request: HttpRequest, ticks: Ticks, chosen: ColumnSet | None
) -> dict[str, Any]:
    """Return what the page shows of columns, sets of them, formats and encodings."""
    offered = columns_for(admin.screen, actor_of(request))
    related = related_columns(admin.screen, actor_of(request))
    key = key_fields(admin.model)
    shown = [name for name in ticks.columns if name in offered]
    ticked = {*key, *ticks.columns} if shown else set(offered)
    order = [*[n for n in key if n in offered], *[n for n in shown if n not in key]]
    order += [name for name in offered if name not in order]
    query = request.GET.copy()
    for name in (SET, AGAIN):
        query.pop(name, None)
    kind = ticks.file_format if ticks.file_format in FORMATS else "xlsx"
    sharer = may_share(request.user)
    return {
        "columns": [(n, offered[n].header, n in ticked, n in key) for n in order],
        "related": _by_relation(related, ticked),
        "formats": [(name, LABELS[name], name == kind) for name in LABELS],
        "encodings": [
            (name, label, name == (ticks.encoding or UTF8)) for name, label in ENCODINGS.items()
        ],
        "sets": [
            (each, _name_of(each, request.user)) for each in sets_for(request.user, admin.screen)
        ],
        "set": chosen,
        "set_is_own": chosen is not None and chosen.person_id == request.user.pk,
        "set_lacks": chosen is not None
        and any(n not in {*offered, *related} for n in chosen.columns),
        "may_share": sharer,
        "roles": Group.objects.order_by("name")[:MOST_ROLES] if sharer else (),
        "may_plan": bool(settings.JOB_DISPATCHER),
        "query": query.urlencode(),
        "filtered": bool(query),
    }


def _by_relation(
    related: dict[str, RelatedColumn], ticked: set[str]
) -> list[tuple[str, bool, list[tuple[str, str, bool]]]]:
    """Return related columns below the names of their relations, and whether one is ticked."""
    groups: dict[str, list[tuple[str, str, bool]]] = {}
    for name, column in related.items():
        groups.setdefault(column.relation_label, []).append((name, column.label, name in ticked))
    return [(label, any(t for *_n, t in rows), rows) for label, rows in groups.items()]


def _name_of(each: ColumnSet, person: Any) -> str:
    if each.person_id == person.pk:
        return each.name
    return _("%(name)s (by %(person)s)") % {"name": each.name, "person": each.person}
