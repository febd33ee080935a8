"""What is allowed in catalog."""
