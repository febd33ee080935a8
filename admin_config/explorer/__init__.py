"""Shows an existing database as a console: read-only, without writing a file of code."""
