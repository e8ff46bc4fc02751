"""Argon2 as users have it, at a cost that tests can pay."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Writes and reads the very format; only its cost is small."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
