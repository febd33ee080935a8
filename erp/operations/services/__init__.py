"""What keeps the house running."""
