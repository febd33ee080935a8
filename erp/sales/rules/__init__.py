"""What is allowed in sales."""
