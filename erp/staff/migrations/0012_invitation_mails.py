"""An invitation knows its last mail, and why that did not leave the house."""

import django.db.models.deletion
import erp.foundation.models.soft_link
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("foundation", "0010_answers_to_mails"),
        ("staff", "0011_address_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalinvitation",
            name="mail",
            field=erp.foundation.models.soft_link.SoftLink(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="foundation.outboxmail",
                verbose_name="mail",
            ),
        ),
        migrations.AddField(
            model_name="historicalinvitation",
            name="mail_trouble",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=500,
                verbose_name="its mail could not be sent",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="mail",
            field=erp.foundation.models.soft_link.SoftLink(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="invitations",
                to="foundation.outboxmail",
                verbose_name="mail",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="mail_trouble",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=500,
                verbose_name="its mail could not be sent",
            ),
        ),
    ]
