"""A city that never was: seeded persons, units, offices' files with their faults, and the truth beside them.

The product never reads the truth; benches, tests and training do. No person in it exists: names and numbers are drawn
at random and only their check digits are real.
"""
