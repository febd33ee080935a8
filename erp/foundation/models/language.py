"""The languages in which people read screens and papers are printed."""

from django.db import models


class Language(models.TextChoices):
    """A language of the house, named in itself."""

    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "简体中文"
