"""Service institutions and helping hands (服务机构与社会力量): how good they are, what was given to them and by them.

The standard is data; what the ledger knows is scored by itself and frozen with the people behind it, the rest is answered
by the institution and looked at again by the city. Nothing here changes a fact about a person.
"""
