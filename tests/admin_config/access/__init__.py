"""Tests of coming in: own sessions and forgotten passwords."""
