"""Verbs of job coaching, by what they decide."""
