"""Shows an existing database as a console without writing code; rows are changed where asked."""
