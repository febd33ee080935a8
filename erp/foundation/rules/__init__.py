"""What is allowed in the foundation."""
