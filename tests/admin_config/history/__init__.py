"""Tests of history, comparing, restoring and undo in the console."""
