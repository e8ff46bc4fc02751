"""Graduates of colleges (高校毕业生): their ledger, built from the education department's file and answered to it.

A class is not entered by hand: it is whoever of our people leaves a college in that year. Kept here is only what no other
app knows: where they went, with its evidence, and what was done with each college.
"""
