"""The product's password hash with the least cost, so that a thousand accounts take no minute."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 with one round and little memory; the same code, the same format."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
