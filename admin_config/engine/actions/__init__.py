"""Verbs of a domain as buttons on the form and actions on the list."""
