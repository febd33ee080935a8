"""What the house sells: quotations and, built on them, orders and deliveries."""
