"""What a person, or the guardian, sees: the own record, and who has looked at it."""
