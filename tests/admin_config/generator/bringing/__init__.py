"""Rows of another database, brought along."""
