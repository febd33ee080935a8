"""The addresses of who comes in: the link of an invitation, and the first page after it."""

from __future__ import annotations

from django.urls import path

from admin_config.engine.site import console
from admin_config.invitations import accepting, asking, welcome

urlpatterns = [
    path("invitation/<str:token>/", accepting.accept, name="accept"),
    path("account/ask/", asking.ask, name="ask_account"),
    path("account/confirm/<str:token>/", asking.confirm, name="confirm_request"),
    path("welcome/", console.admin_view(welcome.show), name="welcome"),
]
