"""Employment by quota (按比例就业): what each unit owes for a year, worked out from the ledger by the rules.

`facts` turns rows into what the rules take, `yearly` asks them for one unit or the whole city, `files` writes what leaves
the house. Nothing is kept here: an answer is always that of the rows as known at an instant.
"""
