"""A form sent after the session ended: kept in the sign-in page, sealed, sent on afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

_SALT = "console.kept_form"
#: A form that waited longer is not sent on: what it was about may be forgotten.
_GOOD_FOR = 3600
#: What is sealed travels twice through the browser; beyond this it is refused.
_MOST = 1_000_000
#: Besides whatever has "password" in its name: the present one, the new one typed again, and the
#: one by which somebody proves themselves.
_NEVER_KEPT = ("csrfmiddlewaretoken", "old", "again", "secret")


@dataclass(frozen=True)
class KeptForm:
    """The fields of one POST, its address and whose it is."""

    path: str
    person: str
    fields: list[tuple[str, list[str]]]
    files: list[str]
    sealed: str = ""

    @classmethod
    def from_request(cls, request: HttpRequest, person: str) -> KeptForm | None:
        """Keep what was posted, without files and passwords; ``None`` when it is too much."""
        fields = [
            (name, request.POST.getlist(name))
            for name in request.POST
            if name not in _NEVER_KEPT and "password" not in name.lower()
        ]
        files = [str(getattr(sent, "name", "")) for sent in request.FILES.values()]
        path = request.get_full_path()
        if sum(len(v) + len(n) for n, values in fields for v in values) > _MOST:
            return None
        data = {"path": path, "person": person, "fields": fields, "files": files}
        sealed = signing.dumps(data, salt=_SALT, compress=True)
        return cls(path, person, fields, files, sealed)

    @classmethod
    def opened(cls, sealed: str) -> KeptForm | None:
        """Open a sealed form; ``None`` when it is none of ours or too old."""
        if not sealed:
            return None
        try:
            data: dict[str, Any] = signing.loads(sealed, salt=_SALT, max_age=_GOOD_FOR)
        except signing.BadSignature:
            return None
        fields = [(name, list(values)) for name, values in data["fields"]]
        return cls(data["path"], data["person"], fields, data["files"], sealed)

    @property
    def lost_files(self) -> str:
        """Return the names of the files that must be chosen again."""
        return _(", ").join(self.files)

    def go_on(self, request: HttpRequest, user: Any, *, heading: str = "") -> HttpResponse:
        """Show the page that sends the form on; for somebody else lead to its empty page."""
        if self.person != str(user.pk):
            messages.warning(
                request,
                _("You signed in as somebody else: what was typed before was not sent."),
            )
            return HttpResponseRedirect(self.path)
        from admin_config.engine.shell.frame import frame_context

        context = {
            **frame_context(request, inside=False),
            "title": _("Go on"),
            "kept": self,
            "heading": heading or _("You are signed in again"),
            "files": get_text_list(self.files, _("and")),
        }
        return TemplateResponse(request, "console/go_on.html", context)
