"""Tests of the grid of lines."""
