"""The word ``Alike``: what makes two records of a screen perhaps one and the same."""

from dataclasses import dataclass

#: How values are compared: names without case, width, punctuation and legal form; codes by their
#: letters and digits; numbers without zeros before them; phones by their last digits; addresses
#: of mail without case.
KINDS = ("name", "code", "number", "phone", "mail")


@dataclass(frozen=True)
class Alike:
    """A new row of a file is a possible duplicate where this field says the same in other words."""

    #: The field whose values are compared.
    field: str
    #: How they are compared: name, code, number, phone or mail.
    by: str = "name"
    #: Only records that agree in this relation are compared, such as contacts of one company.
    within: str | None = None
