"""Papers about one person, made from everything the ledger holds."""
