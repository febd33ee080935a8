"""Invitations: asking people in, coming in by a link, the first page afterwards."""
