"""Text with headings, lists and links: cleaned on its way in, so that it may be shown as it is."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3
from django import forms
from django.db import models

_TAGS = {"p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "h3", "h4", "blockquote", "a"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ENDS = re.compile(r"(?i)<br\s*/?>|</(?:p|li|h3|h4|blockquote|ul|ol)>")
_TAG = re.compile(r"<[^>]*>")


def clean_rich_text(text: str) -> str:
    """Return the text with the few tags that are allowed and nothing that could run."""
    if "<" not in text and "&" not in text:
        return text
    return nh3.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES).strip()


def plain_rich_text(text: str) -> str:
    """Return the words alone, a line for each paragraph or item."""
    if "<" not in text and "&" not in text:
        return text
    lines = html.unescape(_TAG.sub("", _ENDS.sub("\n", text))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


class RichTextInput(forms.CharField):
    """What is typed or read from a file, cleaned."""

    def clean(self, value: Any) -> Any:
        """Return the text without what is not allowed."""
        found = super().clean(value)
        return clean_rich_text(found) if isinstance(found, str) else found


class RichTextField(models.TextField):  # type: ignore[type-arg]
    """A long text with a little formatting."""

    def formfield(self, **options: Any) -> Any:  # type: ignore[override]
        """Return an input that cleans."""
        return super().formfield(**{"form_class": RichTextInput, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean what a service wrote as well."""
        text = getattr(model_instance, self.attname)
        if isinstance(text, str):
            setattr(model_instance, self.attname, clean_rich_text(text))
        return getattr(model_instance, self.attname)
