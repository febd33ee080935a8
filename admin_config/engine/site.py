"""The console as one admin site: its pages, its menu and its bounded search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from unfold.sites import UnfoldAdminSite

View = Callable[..., HttpResponseBase]


class ConsoleSite(UnfoldAdminSite):
    """The one site on which every screen lives."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Let everybody in who is signed in; what they see is decided screen by screen."""
        return bool(request.user.is_authenticated and request.user.is_active)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the frame of every page shows."""
        from admin_config.engine.shell.frame import frame_context

        return frame_context(request, inside=self.has_permission(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let signed-in people through; others sign in and lose nothing of what they sent."""
        from admin_config.engine.shell.session import guarded

        return guarded(self, super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the shell's own pages to those of the screens."""
        from admin_config.engine.deleting.trash import trash_urls
        from admin_config.engine.drafts.view import draft_urls
        from admin_config.engine.exports.pages import exports_urls
        from admin_config.engine.forms.cascade import cascade_urls
        from admin_config.engine.forms.files import file_urls
        from admin_config.engine.forms.lines.answers import lines_urls
        from admin_config.engine.history.my_day import my_day_urls
        from admin_config.engine.history.undoing import undo_urls
        from admin_config.engine.rights_told.person_page import my_rights
        from admin_config.engine.shell import profile, session

        own = [
            path("session/", session.state, name="session"),
            path("language/", profile.choose_language, name="language"),
            path("profile/", self.admin_view(profile.show), name="profile"),
            path("my-rights/", self.admin_view(my_rights), name="my_rights"),
        ]
        # the admin's shortcut to "view on site" asks any table by its number, even foreign ones
        urls: list[URLPattern | URLResolver] = [
            url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"
        ]
        return [
            *own,
            *file_urls(self),
            *cascade_urls(self),
            *draft_urls(self),
            *lines_urls(self),
            *undo_urls(self),
            *my_day_urls(self),
            *exports_urls(self),
            *trash_urls(self),
            *urls,
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what is typed into a relation: bounded, and without a count."""
        from admin_config.engine.forms.type_ahead import type_ahead

        return type_ahead(request, self)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what waits for the person."""
        from admin_config.engine.dashboard import home

        return home(request, {**self.each_context(request), **(extra_context or {})})

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Show the sign-in page."""
        from admin_config.engine.shell.sign_in import SignIn

        return SignIn.as_view()(request)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Sign out, by POST alone, and come back to the sign-in page."""
        from admin_config.engine.shell.sign_in import SignOut

        return SignOut.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the profile, where the password is changed."""
        from django.shortcuts import redirect

        return redirect("console:profile")

    def search(self, request: HttpRequest) -> HttpResponse:
        """Find records, screens and commands: bounded, unlike the search it replaces."""
        from admin_config.engine.finding.view import find

        return find(request)


console = ConsoleSite(name="console")
