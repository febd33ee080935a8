"""Versions keep the indexes alone by which they are looked for."""

from typing import ClassVar

from django.db import migrations

from erp.foundation.drop_indexes import DropIndexes


class Migration(migrations.Migration):
    """Drop the others."""

    dependencies: ClassVar = [("staff", "0012_invitation_mails")]

    operations: ClassVar = [
        DropIndexes("HistoricalRole", ["name", "name_key", "code"]),
        DropIndexes(
            "HistoricalAccountRequest", ["email_key", "token_digest", "decided_by", "invitation"]
        ),
        DropIndexes(
            "HistoricalUser", ["username", "username_key", "email_key", "mobile_key", "reports_to"]
        ),
        DropIndexes(
            "HistoricalInvitation", ["email_key", "token_digest", "invited_by", "mail", "account"]
        ),
    ]
