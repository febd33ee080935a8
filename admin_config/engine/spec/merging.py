"""The word ``Merge``: records that mean the same become one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """Offers in the list to let several records become one of them, field by field.

    What points to the others moves along; what stands in the way is told first.
    """

    #: Yes/no fields that the survivor takes on when any of the records has them, such as roles.
    gather: tuple[str, ...] = ()
    #: Fields that stay as the survivor has them; the others' values are not offered.
    keep: tuple[str, ...] = ()
