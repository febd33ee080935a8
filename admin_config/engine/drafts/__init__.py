"""Drafts: what somebody types into a form is kept on the server until it is saved."""
