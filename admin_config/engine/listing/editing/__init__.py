"""Changing records in the list: cells of a page, saved together as one operation."""
