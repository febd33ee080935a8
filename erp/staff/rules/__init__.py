"""What is allowed in staff."""
