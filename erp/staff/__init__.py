"""The people who work here: accounts, roles and what each may do."""
