"""Questions about the work with one person; a module a topic."""
