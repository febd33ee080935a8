"""The business, domain by domain."""
