"""The number of a paper, taken from its series as the row is written, whoever writes it."""

from typing import Any

from django.db import models


class PaperNumber(models.CharField):  # type: ignore[type-arg]
    """Takes the next number of the series named by the model's ``paper`` when a row is inserted.

    Forms, imports, copies and services need not know of it; a number that is given already (a
    revision's, one brought back from the trash) stays.
    """

    #: What became of a missing number is looked up in the versions.
    found_in_versions = True

    def __init__(self, *args: Any, **options: Any) -> None:
        """Make the column unique and never typed."""
        options.setdefault("max_length", 40)
        options.setdefault("unique", True)
        options["editable"] = False
        options["blank"] = True
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave out what is always so; the table of versions holds a number many times."""
        name, path, args, options = super().deconstruct()
        for always in ("editable", "blank"):
            options.pop(always, None)
        options["unique"] = self.unique
        return name, path, args, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Take a number for a new row that has none."""
        from erp.foundation.services.number import take_number

        if add and not getattr(model_instance, self.attname):
            number = take_number(model_instance.paper, on=model_instance.issued_on)
            setattr(model_instance, self.attname, number)
        return getattr(model_instance, self.attname)
