"""The administrators: accounts and posts, failed sign-ins, the audit trail, the state of the system."""
