"""Township workers and job coaches: where they start."""
