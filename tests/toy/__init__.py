"""A toy domain that has every kind of field and relation, for tests of the engine."""
