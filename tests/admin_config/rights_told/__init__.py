"""Tests of the pages that say what somebody may do."""
