"""Rules about children: they belong to the record, by one relation that is known."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import accessors, relations_to
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Screen


def relations(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of children that do not point here, or by several relations without a choice."""
    for children in screen.owned:
        found, name = relations_to(children.model, screen.model), children.model.__name__
        if not found or (children.relation and children.relation not in found):
            stated = f" by {children.relation!r}" if children.relation else ""
            yield complain(
                screen,
                Mistake.NO_RELATION,
                f"{name} does not point to {screen.model.__name__}{stated}.",
                hint=nearest(children.relation or "", found),
                word=children.relation or name,
            )
        elif len(found) > 1 and not children.relation:
            yield complain(
                screen,
                Mistake.SEVERAL_RELATIONS,
                f"{name} points to {screen.model.__name__} by several relations.",
                hint=f"Say relation= one of {', '.join(sorted(found))}.",
                word=name,
            )


def copied_along(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of relations copied along that are none of the record's."""
    if screen.copy is None:
        return
    known = {
        name for name, relation in accessors(screen.model).items() if not relation.many_to_many
    }
    for name in screen.copy.along:
        if name not in known:
            yield complain(
                screen,
                Mistake.NOT_COPIED,
                f"copy.along names {name!r}, by which no record belongs to this one.",
                hint=nearest(name, known),
                word=name,
            )


def origin_of_copies(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of an origin that is no relation to the screen's own model."""
    if screen.copy is None or not screen.copy.origin:
        return
    own = {
        field.name
        for field in screen.model._meta.concrete_fields
        if field.related_model is not None and issubclass(screen.model, field.related_model)  # type: ignore[arg-type]
    }
    if screen.copy.origin not in own:
        yield complain(
            screen,
            Mistake.UNKNOWN_NAME,
            f"copy.origin names {screen.copy.origin!r}, which is no relation to the same model.",
            hint=nearest(screen.copy.origin, own),
            word=screen.copy.origin,
        )


RULES = (relations, copied_along, origin_of_copies)
