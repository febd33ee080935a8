"""A market of a million sales: the data on which lists are measured."""
