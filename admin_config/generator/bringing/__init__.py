"""Brings the rows of another database along into the tables of a generated domain."""
