"""Files from outside: feeds, reading, checking, deliveries sealed in the vault. Nothing here touches the ledger."""
