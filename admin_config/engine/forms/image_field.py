"""A picture as it is uploaded: what is wrong with it is said in the reader's words."""

from __future__ import annotations

from typing import Any

from django import forms

from erp.foundation.files import check_image, check_upload


class PictureField(forms.ImageField):
    """Takes the kinds of image that browsers show, by name and content, up to the limits."""

    default_validators = []

    def to_python(self, data: Any) -> Any:
        """Return the upload; size, kind and pixels are looked at before anything is decoded."""
        file = forms.FileField.to_python(self, data)
        if file is not None:
            check_upload(file)
            check_image(file)
        return file
