"""Screens as people use them."""
