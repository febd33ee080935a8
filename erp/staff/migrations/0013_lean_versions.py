"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.lean_versions import DropVersionIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("staff", "0012_invitation_mails")]

    operations: ClassVar = [
        DropVersionIndexes("HistoricalRole", ["name", "name_key", "code"]),
        DropVersionIndexes(
            "HistoricalAccountRequest", ["email_key", "token_digest", "decided_by", "invitation"]
        ),
        DropVersionIndexes(
            "HistoricalUser", ["username", "username_key", "email_key", "mobile_key", "reports_to"]
        ),
        DropVersionIndexes(
            "HistoricalInvitation", ["email_key", "token_digest", "invited_by", "mail", "account"]
        ),
    ]
