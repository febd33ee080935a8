"""What can be asked of the foundation."""
