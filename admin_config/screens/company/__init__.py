"""Screens of the company."""
