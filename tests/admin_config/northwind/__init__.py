"""The Northwind files come in as staff would bring them in."""
