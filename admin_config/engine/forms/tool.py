"""A verb offered beside the form of a record."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A button: a link, or a post of its own."""

    label: str
    address: str
    icon: str
    #: Pressing it changes something, so it is a POST.
    post: bool = False
    #: The one that stands out.
    main: bool = False
