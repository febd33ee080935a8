"""The addresses of who comes in: the link of an invitation, and the first page after it."""

from __future__ import annotations

from django.urls import path

from admin_config.engine.site import console
from admin_config.invitations import accepting, welcome

urlpatterns = [
    path("invitation/<str:token>/", accepting.accept, name="accept"),
    path("welcome/", console.admin_view(welcome.show), name="welcome"),
]
