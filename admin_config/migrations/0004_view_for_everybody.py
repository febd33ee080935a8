"""Views say themselves that they are for everybody."""

from django.db import migrations, models


def say_so(apps, schema_editor):
    """Mark the shared views that name no role: they were offered to everybody."""
    views = apps.get_model("console", "SavedView").objects.filter(is_shared=True)
    roles = apps.get_model("console", "SavedView").shared_with.through.objects
    named = set(roles.values_list("savedview_id", flat=True))
    keys = [key for key in views.values_list("pk", flat=True) if key not in named]
    for start in range(0, len(keys), 500):
        views.filter(pk__in=keys[start : start + 500]).update(for_everybody=True)


class Migration(migrations.Migration):
    dependencies = [("console", "0003_form_draft")]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="for_everybody",
            field=models.BooleanField(default=False, verbose_name="for everybody"),
        ),
        migrations.RunPython(say_so, migrations.RunPython.noop),
    ]
