"""The words of a description, each read where it stands, its mistakes named at their place."""
