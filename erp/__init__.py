"""The business: what the company does, usable without the console."""
