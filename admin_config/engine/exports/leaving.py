"""The mail of a planned export: the file along with it, or a link to where it is fetched."""

from __future__ import annotations

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.exports.folder import dated_name
from admin_config.engine.transfer.kept_files import exports_folder
from admin_config.engine.transfer.writers import FILES, content_type
from admin_config.models import ExportFile
from erp.foundation.actor import Actor
from erp.foundation.public_address import public_address
from erp.foundation.refusal import Refusal
from erp.foundation.services.mail import Attached, write_mail

#: Bytes of a file that goes along with a mail; a larger one is fetched.
MOST_ATTACHED = 5 * 2**20
_AS_IT_IS = "application/octet-stream"


def mail_file(file: ExportFile, *, by: Actor) -> None:
    """Write the mail, in the transaction in which the file is filed as done.

    What a role must be given to see never goes along: it is fetched, after a sign-in with a fresh
    proof, as from the page of an export.
    """
    if not file.person.email:
        raise Refusal(_("This account has no email address."), code="email")
    size = (exports_folder() / file.file).stat().st_size
    along = size <= MOST_ATTACHED and not file.guarded
    attached = []
    if along:
        moment = file.due_at or file.created_at
        name = dated_name(file.title, file.plan_id or file.pk, file.file_format, moment)
        # as text a mail program may change its line ends or its encoding
        kind = content_type(file.file_format) if file.file_format in FILES else _AS_IT_IS
        attached.append(Attached(name, kind, stored=f"{exports_folder().name}/{file.file}"))
    mail = write_mail(
        to=file.person.email,
        subject=_("Export: %(kind)s") % {"kind": file.title},
        body=_text(file, along=along, size=size),
        by=by,
        attached=attached,
    )
    ExportFile.objects.filter(pk=file.pk).update(mail=mail)


def _text(file: ExportFile, *, along: bool, size: int) -> str:
    rows = file.rows or 0
    counted = ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows}
    moment = date_format(timezone.localtime(file.due_at or file.created_at), "Y-m-d H:i")
    facts = {
        "name": file.title,
        "rows": counted,
        "moment": moment,
        "size": filesizeformat(size),
        "address": public_address(reverse("console:exports")),
        "days": settings.FILES_KEPT_DAYS,
    }
    if along:
        return (
            _(
                "“%(name)s” of %(moment)s is attached: %(rows)s, %(size)s.\n\n"
                "Your exports, and this one for %(days)s days: %(address)s"
            )
            % facts
        )
    return (
        _(
            "“%(name)s” of %(moment)s is made: %(rows)s, %(size)s.\n\n"
            "Sign in to fetch it within %(days)s days: %(address)s"
        )
        % facts
    )
