"""The console as a Django app."""

import datetime as dt

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    """Loads the declared screens and builds one admin for each when all models are known."""

    name = "admin_config"
    label = "console"
    verbose_name = _("Console")

    def ready(self) -> None:
        """Load the screens, build their admins, add the checks of the language."""
        from admin_config.engine import checks
        from admin_config.engine.build.admin import build_admins
        from admin_config.engine.bulk.keeping import forget_old_sets
        from admin_config.engine.declaring import declared_menu
        from admin_config.engine.drafts.keeping import forget_old_drafts
        from admin_config.engine.exports.due import begin_due_exports, forget_old_files
        from admin_config.engine.printing.background import discard_abandoned
        from admin_config.engine.printing.filing import file_abandoned
        from admin_config.engine.printing.keeping import clear_old_issued
        from admin_config.engine.registry import registry
        from admin_config.second_factor import proven
        from erp.foundation.services.clearing import clear_also
        from erp.operations.demo_also import load_also
        from erp.operations.rounds import Round, do_also

        if settings.CONSOLE_MENU:
            from admin_config.demo import load_demo_issued

            registry.load(declared_menu(settings.CONSOLE_MENU))
            load_also(load_demo_issued)
        build_admins()
        checks.register()
        proven.connect()
        clear_also(forget_old_drafts)
        clear_also(forget_old_sets)
        clear_also(clear_old_issued)
        clear_also(discard_abandoned)
        clear_also(file_abandoned)
        clear_also(forget_old_files)
        do_also(Round("exports", begin_due_exports, dt.timedelta(seconds=20)))
