"""Figures drawn above lists and on the home page."""
