"""Needs that wait and services that were given, in numbers that open their names."""
