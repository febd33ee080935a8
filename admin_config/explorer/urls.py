"""The addresses of an explored database: the way in, and the console."""

from django.urls import path

from admin_config.access.own_sessions import own_session_urls
from admin_config.engine.site import console
from admin_config.explorer.door import closed, enter, profile
from admin_config.explorer.log import undo_view

urlpatterns = [
    path("open/<str:token>/", enter, name="open"),
    path("login/", closed),
    path("profile/", console.admin_view(profile)),
    path("operations/<int:key>/undo/", console.admin_view(undo_view)),
    *own_session_urls(),
    path("", console.urls),
]

handler400 = "admin_config.engine.shell.errors.bad_request"
handler403 = "admin_config.engine.shell.errors.forbidden"
handler404 = "admin_config.engine.shell.errors.not_found"
handler500 = "admin_config.engine.shell.errors.failed"
