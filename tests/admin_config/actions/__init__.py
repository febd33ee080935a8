"""Tests of verbs of a domain in the console."""
