"""Departments' files against the ledger (部门比对): each difference ends in a decision.

Owns the months, the findings and the decisions on them, and the sign-off of each county. It moves the ledger only
through the services of the apps below, in one transaction, and keeps who, when and why.
"""
