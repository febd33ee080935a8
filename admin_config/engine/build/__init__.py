"""From a declaration to a working admin."""
