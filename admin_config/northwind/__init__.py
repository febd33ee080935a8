"""A first real stock of data: the Northwind files, brought in as staff would bring them in."""
