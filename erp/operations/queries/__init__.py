"""What can be asked about the state of the house."""
