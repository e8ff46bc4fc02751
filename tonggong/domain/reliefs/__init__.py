"""Reliefs and relaxations (优惠与放宽): one generic record of a relief granted, and what each channel needs beside it.

What was waived, relaxed or preferred, the normal rule, for whom, worth how much, from when until when, looked at again
when. Points, licences and rounds are the ledgers of their offices. Nothing is decided here: the offices decide.
"""
