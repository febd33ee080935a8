"""Tests of the second factor's pages."""
