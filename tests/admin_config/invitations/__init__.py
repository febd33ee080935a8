"""Tests of invitations as people meet them."""
