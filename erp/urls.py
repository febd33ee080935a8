"""The addresses of the project: the console and the state of the house."""

from django.urls import include, path

from admin_config.engine.site import console
from admin_config.first_run.view import set_up
from erp.operations.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("setup/", set_up, name="setup"),
    path("", include("admin_config.access.urls")),
    path("", include("admin_config.invitations.urls")),
    path("second-factor/", include("admin_config.second_factor.urls")),
    path("", console.urls),
]

handler400 = "admin_config.engine.shell.errors.bad_request"
handler403 = "admin_config.engine.shell.errors.forbidden"
handler404 = "admin_config.engine.shell.errors.not_found"
handler500 = "admin_config.engine.shell.errors.failed"
