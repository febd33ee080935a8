"""Versions of a record: list, compare, restore; and the log of the house."""
