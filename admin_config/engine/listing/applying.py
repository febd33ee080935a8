"""Apply a saved view to a list: what it says takes its place, nothing else is dropped."""

from __future__ import annotations

from admin_config.engine.listing.building.tree import BadTree, Group, both, read_tree, write_tree
from admin_config.engine.listing.query import BUILT, VIEW, Changes, ListQuery
from admin_config.models import SavedView


def address_with(query: ListQuery, view: SavedView) -> str:
    """Return the address that shows the list by a view.

    Parameters that the view in use brought go with it, unless they were changed since; filters of
    the person's own stay. A built filter of the person's own and one of the view hold both.
    """
    current = query.personal.view
    brought = current.parameters() if current is not None and current.pk != view.pk else {}
    left = {key for key, values in brought.items() if query.params.getlist(key) == values}
    changes: Changes = {**dict.fromkeys(left), **view.parameters(), VIEW: str(view.pk)}
    own = query.built.tree if BUILT not in left else None
    stored = _tree(view)
    if own is not None and stored is not None and current is not view:
        changes[BUILT] = write_tree(both(own, stored))
    return query.address(changes)


def address_without(query: ListQuery) -> str:
    """Return the address without the view in use and without what it brought."""
    current = query.personal.view
    brought = current.parameters() if current is not None else {}
    left = [key for key, values in brought.items() if query.params.getlist(key) == values]
    return query.address({**dict.fromkeys(left), VIEW: "0"})


def _tree(view: SavedView) -> Group | None:
    texts = view.parameters().get(BUILT, [])
    try:
        return read_tree(texts[0]) if texts else None
    except BadTree:
        return None
