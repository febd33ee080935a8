"""A job says whether it was asked for with a fresh proof; those of before count as such."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more."""

    dependencies = [("foundation", "0008_operations_by_address")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="proven",
            field=models.BooleanField(default=True, verbose_name="asked with a fresh proof"),
        )
    ]
