"""Exploring strange databases: every link answers, nothing can be written."""
