"""What is allowed in company."""
