"""What else is known about a record, shown below it: related records, changes, differences."""
