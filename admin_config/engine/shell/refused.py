"""Put what a service refused where the person typed it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError


def show_refusal(form: forms.BaseForm, refused: ValidationError) -> None:
    """Add a refusal's messages to the form: at their fields, or above all where it has none."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused.error_list)
        return
    for name, errors in refused.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
