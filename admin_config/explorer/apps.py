"""The explored tables as a Django app: its models are made when the database has been read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: The label of the app, the alias of the connection that reads, and of the one that may write.
APP, DATABASE, WRITTEN = "db", "explored", "written"


class ExplorerConfig(AppConfig):
    """Holds the models of the explored database; none of them is known before it is opened."""

    name = "admin_config.explorer"
    label = APP
    verbose_name = _("Database")
