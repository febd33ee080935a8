"""Coming in: one's own sessions, and a new password for who forgot theirs."""
