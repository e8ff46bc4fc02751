"""The desk of employers, training bases and sheltered-work institutions: their own records."""
