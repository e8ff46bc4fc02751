"""The start page of a worker against the Django admin's first page of persons, in one process."""
