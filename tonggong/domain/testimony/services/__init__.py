"""Saying, reading and acting on the worker's own word; labour complaints from the receipt to the result."""
