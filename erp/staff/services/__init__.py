"""What can be done in staff."""
