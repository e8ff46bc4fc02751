"""Placements that may not be real (防范和打击虚假安排): what the ledger shows of each, with its rows, for a person to look into.

`facts` and `staff` turn rows into what the rules of the signals take, `suspicions` asks them for a year and `files` writes
what leaves the house. A signal is a question and never a verdict; nothing here changes the ledger.
"""
