"""What is true in the city: Django apps that own the ledger's tables; they import downward only (docs/architecture.md)."""
