"""The ledger of persons (残疾人台账): one row for life, found by the citizen ID, with all that was ever said about them.

Holds certificates, households, identities that turned out to be the same person, and circumstances (death, school, low
income). A person is never deleted and a fact never overwritten. It knows nothing of work; that is `employment`.
"""
