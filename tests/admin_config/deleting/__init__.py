"""Tests of deleting and of the trash."""
