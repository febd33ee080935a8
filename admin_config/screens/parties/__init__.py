"""Screens of trading partners."""
