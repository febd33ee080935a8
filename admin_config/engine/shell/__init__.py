"""The frame around every page: branding, sign-in, session, profile, errors."""
