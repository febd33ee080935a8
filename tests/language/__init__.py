"""Our assertions, in the words of the product."""
