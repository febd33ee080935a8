"""The list: pages by key, filters, search, views, figures."""
