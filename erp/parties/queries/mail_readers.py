"""Whom one can write to at a company."""

from __future__ import annotations

from erp.parties.models import Contact, Party


def readers_at(party: Party) -> list[tuple[str, str]]:
    """Return names and addresses: the default contact, the others by name, the company itself."""
    contacts = Contact.objects.filter(party=party.pk).exclude(email="")
    found = [(each.name, each.email) for each in contacts.order_by("-is_default", "name_key")]
    return [*found, (party.name, party.email)] if party.email else found
