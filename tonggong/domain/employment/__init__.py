"""The fact that a person works (就业事实): for whom, in which form, from when to when, on what evidence.

Holds spells, the months in which insurance was paid, and the wages declared. Whether a spell counts as new is a rule;
how it came to be believed is `comparison`.
"""
