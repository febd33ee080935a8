"""Papers that continue others: the page that asks how much of what, and the chain told on both."""
