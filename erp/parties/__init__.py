"""Whom the company trades with: customers, suppliers, their people and addresses."""
