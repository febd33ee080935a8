"""What can be asked of staff."""
