"""Employment by quota (按比例就业): what each unit owes for a year, who must lead by example, and the plans owed then.

`facts` turns rows into what the rules take, `yearly` asks them for one unit or the whole city, `files` writes what leaves
the house. Lists and totals come from the stored answers of a batch run (`services.years`); a unit's own page works its
answer out anew and says where the stored one differs. Nothing here changes the ledger.
"""
