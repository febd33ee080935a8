"""The list of a screen: pages by key, filters, search, views, totals."""
