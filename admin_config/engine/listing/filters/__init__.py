"""Narrowing a list: one kind of filter per kind of field."""
