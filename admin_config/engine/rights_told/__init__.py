"""What somebody may do and why, and in what two people or roles differ."""
