"""Screens of the system itself."""
