"""What the whole shows: pure tables in, pure tables out. No Django, no database of ours.

`engine.connect()` opens DuckDB with the macros that read what offices write; `linkage.link()` finds the ledger's
persons in a department's file.
"""
