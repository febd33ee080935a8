"""The foundation as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Connects the recorder of relations and collects the job kinds when everything is loaded."""

    name = "erp.foundation"
    label = "foundation"
    verbose_name = _("Foundation")

    def ready(self) -> None:
        """Connect what can be connected only when all models are known."""
        from django.db.models.signals import post_migrate
        from django.utils.module_loading import autodiscover_modules

        from erp.foundation import checks, relations
        from erp.foundation.models import Operation
        from erp.foundation.services.clearing import clear_also
        from erp.foundation.services.mail import forget_secrets
        from erp.foundation.services.names_told import keep_names_back, names_withheld_from
        from erp.foundation.services.sealing import register_layouts

        relations.connect_relations()
        post_migrate.connect(register_layouts, sender=self, dispatch_uid="foundation.layouts")
        checks.register()
        clear_also(forget_secrets)
        Operation.show_to = staticmethod(keep_names_back)
        Operation.withheld_from = staticmethod(names_withheld_from)
        autodiscover_modules("jobs")
