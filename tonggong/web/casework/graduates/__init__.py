"""Graduates of colleges: a class, one graduate, the colleges, the answer to the education department."""
