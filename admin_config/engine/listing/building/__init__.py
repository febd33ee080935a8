"""The filter builder: conditions joined by and/or, kept in one parameter of the address."""
