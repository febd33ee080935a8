"""The text of every file of a new domain: models, screens, factories."""
