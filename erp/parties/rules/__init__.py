"""What is allowed in parties."""
