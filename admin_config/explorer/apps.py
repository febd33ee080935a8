"""The explored tables as a Django app: its models are made when the database has been read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

#: The label of the app and the alias of the connection.
APP, DATABASE = "db", "explored"


class ExplorerConfig(AppConfig):
    """Holds the models of the explored database; none of them is known before it is opened."""

    name = "admin_config.explorer"
    label = APP
    verbose_name = _("Database")
