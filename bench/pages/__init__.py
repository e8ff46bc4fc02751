"""Pages of the product against the Django admin's changelist of the same table, in one process, on both databases."""
