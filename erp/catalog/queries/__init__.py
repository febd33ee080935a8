"""What can be asked of catalog."""
