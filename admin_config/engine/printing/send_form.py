"""The form of a mail with a paper: to whom, in which language, with which words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from admin_config.engine.printing.issuing import Wish
from admin_config.engine.printing.keeping import file_name
from admin_config.engine.printing.sending import (
    MOST_READERS,
    Message,
    addresses_in,
    attachment_name,
    each_once,
    mail_language,
    mailing_of,
    subject_line,
    text_for,
)
from admin_config.engine.spec.mailing import Reader


class SendForm(forms.Form):
    """What somebody types before a paper is sent; checked field by field."""

    to = forms.MultipleChoiceField(
        label=pgettext_lazy("mail", "to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("more addresses"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Several are parted by commas. Each reader gets a mail of their own."
        ),
    )
    subject = forms.CharField(label=gettext_lazy("subject"), max_length=250)
    body = forms.CharField(
        label=pgettext_lazy("body", "text"),
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    attachment = forms.CharField(label=gettext_lazy("name of the attached PDF"), max_length=100)
    copy = forms.BooleanField(label=gettext_lazy("a copy to myself"), required=False)

    def __init__(self, paper: Any, wish: Wish, own_address: str, *args: Any, **more: Any) -> None:
        """Offer the paper's readers, its own one chosen, and the words of its language."""
        text = more.pop("text", "")
        self.found = text_for(paper, wish, text)
        self.readers = offered_readers(paper, wish)
        more["initial"] = {
            "to": [each.address for each in self.readers[:1]],
            "subject": self.found.subject,
            "body": self.found.text,
            "attachment": attachment_name(paper, wish),
            **more.get("initial", {}),
        }
        super().__init__(*args, **more)
        self.own_address = own_address
        to: Any = self.fields["to"]
        to.choices = [(each.address, f"{each.name} <{each.address}>") for each in self.readers]
        if not own_address:
            del self.fields["copy"]
        for name in ("more", "subject", "body", "attachment"):
            self.fields[name].widget.attrs["class"] = "ch-input"

    def typed_over(self, posted: QueryDict) -> dict[str, Any]:
        """Return whom somebody chose, and the words typed in place of those proposed here."""
        typed = {
            name: words
            for name in ("subject", "body", "attachment")
            if (words := posted.get(name, "").replace("\r\n", "\n")).strip()
            and words != str(self.initial[name]).replace("\r\n", "\n")
        }
        more = posted.get("more", "")
        return {"to": posted.getlist("to"), "more": more, "copy": "copy" in posted, **typed}

    def clean_more(self) -> list[str]:
        """Return the typed addresses; name those that cannot be one."""
        try:
            return addresses_in(self.cleaned_data["more"])
        except forms.ValidationError as refusal:
            raise forms.ValidationError(refusal.messages) from refusal

    def clean_subject(self) -> str:
        """A subject is one line."""
        return subject_line(self.cleaned_data["subject"])

    def clean_attachment(self) -> str:
        """A file's name ends as a PDF does and leads into no folder."""
        typed = self.cleaned_data["attachment"]
        stem = typed[:-4] if typed.lower().endswith(".pdf") else typed
        parts = [file_name(part) for part in stem.split() if part.strip(".")]
        return f"{' '.join(parts) or 'paper'}.pdf"

    def clean(self) -> dict[str, Any]:
        """Somebody gets it, and not too many at once."""
        cleaned = super().clean() or {}
        readers = self._readers(cleaned)
        if "more" in cleaned and not readers:
            self.add_error("to", _("Choose somebody, or type an address."))
        if len(readers) > MOST_READERS:
            text = _("At most %(most)d readers at once.") % {"most": MOST_READERS}
            self.add_error("more", text)
        return cleaned

    def _readers(self, cleaned: dict[str, Any]) -> tuple[str, ...]:
        return each_once((*cleaned.get("to", ()), *cleaned.get("more", ())))

    def message(self) -> Message:
        """Return the mail as it was typed."""
        cleaned = self.cleaned_data
        to = self._readers(cleaned)
        if cleaned.get("copy"):
            to = each_once((*to, self.own_address))
        return Message(
            to=to,
            subject=cleaned["subject"],
            body=cleaned["body"].replace("\r\n", "\n"),
            attachment=cleaned["attachment"],
            reply_to=self.own_address,
        )


def offered_readers(paper: Any, wish: Wish) -> list[Reader]:
    """Return whom a paper can go to, its own reader first, no address twice."""
    mailing = mailing_of(wish)
    found = (mailing.reader(paper), *mailing.readers(paper))
    readers = {each.address: each for each in reversed(found)}
    return [readers[address] for address in each_once(each.address for each in found)]


def text_names(paper: Any, wish: Wish) -> list[str]:
    """Return the texts to choose from in the mail's language."""
    return [each.name for each in mailing_of(wish).texts(mail_language(paper, wish))]
