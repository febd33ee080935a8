"""Seals written anew are signed one by one, and so is the mark of what was there before."""

from typing import Any

from django.db import migrations, models

from erp.foundation.signed_words import sign_mark


def sign_what_stands(apps: Any, _schema_editor: Any) -> None:
    """Take the mark as it stands, and the seals that are there already without a signature."""
    sealer = apps.get_model("foundation", "Sealer").objects.filter(pk=1).first()
    if sealer is None:
        return
    seals = apps.get_model("foundation", "Seal").objects
    chained = seals.aggregate(last=models.Max("position"))["last"] or 0
    sealer.unsigned_up_to = chained + seals.filter(position=None).count()
    sign_mark(sealer)
    sealer.save()


class Migration(migrations.Migration):
    dependencies = [("foundation", "0010_answers_to_mails")]

    operations = [
        migrations.AddField("seal", "key", models.CharField(blank=True, default="", max_length=16), preserve_default=False),
        migrations.AddField("seal", "signature", models.CharField(blank=True, default="", max_length=128), preserve_default=False),
        migrations.AlterField(
            "seal",
            "kind",
            models.CharField(
                choices=[
                    ("written", "written with the operation"),
                    ("amended", "written anew when work in parts was finished"),
                    ("withdrawn", "withdrawn, because nothing came of it"),
                    ("taken", "taken as it stood"),
                    ("purged", "what was too old went"),
                    ("retaken", "taken anew, because a column was dropped"),
                ],
                max_length=9,
            ),
        ),
        migrations.AddField("sealer", "unsigned_up_to", models.BigIntegerField(default=0)),
        migrations.AddField("sealer", "key", models.CharField(blank=True, default="", max_length=16), preserve_default=False),
        migrations.AddField("sealer", "signature", models.CharField(blank=True, default="", max_length=128), preserve_default=False),
        migrations.RunPython(sign_what_stands, migrations.RunPython.noop),
    ]
