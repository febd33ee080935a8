"""The second factor after the password: the pages that ask for it, set it up and take it away."""
