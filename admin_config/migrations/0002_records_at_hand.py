"""Records at hand, views for roles, and each person's own first view."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def begin_with_default_views(apps, schema_editor):
    """Note for each person and list the view that was marked as the default."""
    views = apps.get_model("console", "SavedView").objects.filter(is_default=True)
    choices = apps.get_model("console", "ListChoice").objects
    for view in views.order_by("pk").iterator():
        choices.update_or_create(
            person_id=view.person_id, screen=view.screen, defaults={"default_view_id": view.pk}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("console", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="listchoice",
            name="default_view",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="console.savedview",
                verbose_name="default view",
            ),
        ),
        migrations.RunPython(begin_with_default_views, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="savedview",
            name="is_default",
        ),
        migrations.AddField(
            model_name="listchoice",
            name="view_order",
            field=models.JSONField(blank=True, default=list, verbose_name="order of views"),
        ),
        migrations.AddField(
            model_name="savedview",
            name="shared_with",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="auth.group", verbose_name="shared with"
            ),
        ),
        migrations.CreateModel(
            name="Favourite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("screen", models.CharField(max_length=80, verbose_name="screen")),
                ("record", models.BigIntegerField(verbose_name="record")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "favourite",
                "verbose_name_plural": "favourites",
                "ordering": ("-id",),
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "screen", "record"), name="favourite_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("screen", models.CharField(max_length=80, verbose_name="screen")),
                ("record", models.BigIntegerField(verbose_name="record")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "recent record",
                "verbose_name_plural": "recent records",
                "ordering": ("-opened_at",),
                "abstract": False,
                "default_permissions": (),
                "indexes": [models.Index(fields=["person", "-opened_at"], name="recent_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "screen", "record"), name="recent_once"
                    )
                ],
            },
        ),
    ]
