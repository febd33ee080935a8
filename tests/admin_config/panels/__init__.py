"""Panels below a record."""
