"""Writes a new domain: models, screens, factories and wiring, as ordinary code of this house."""
