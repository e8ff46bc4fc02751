"""Questions about stored suspicions and about cases; they change nothing."""
