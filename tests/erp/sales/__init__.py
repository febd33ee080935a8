"""Quotations and what else is sold."""
