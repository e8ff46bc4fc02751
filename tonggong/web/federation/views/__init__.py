"""The views of the federation desk, one module for each group of pages."""
