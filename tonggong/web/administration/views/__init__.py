"""The views of the administrators, one module a post."""
