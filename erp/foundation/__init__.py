"""What every domain stands on: operations, versions, log, rights, search, jobs, mail, numbers."""
