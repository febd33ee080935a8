"""What is traded: brands, units and, built on them, products and skus."""
