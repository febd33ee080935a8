"""Screens of the catalog."""
