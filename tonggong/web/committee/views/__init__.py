"""The views of the committee desk, one module for each group of pages."""
