"""What can be asked of company."""
