"""Tests of records at hand."""
