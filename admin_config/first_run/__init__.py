"""The first run: a page that sets an empty installation up, once."""
