"""What changes the record of the work with one person; a module a topic."""
