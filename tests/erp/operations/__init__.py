"""How the house runs."""
