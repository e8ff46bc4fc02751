"""Linking a department's file to the ledger, ours beside peers, in one run on fresh worlds: `make bench-compare`."""
