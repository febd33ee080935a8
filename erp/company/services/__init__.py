"""What can be done in company."""
