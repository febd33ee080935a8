"""The console: every screen of the house, made from declarations."""
