"""A year's hires of public bodies, checked on four sides (录聘用数据核对).

Owns the reports of hires that units or staff enter, and the cases of a year: the unit's report against the files of the
civil-servant office and of the institutions' personnel office, and against the certificates. It never touches the ledger:
a decision says only whether a hire counts.
"""
