"""What is guessed about a database, and how well."""
