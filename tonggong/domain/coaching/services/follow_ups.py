"""Follow-ups kept true to the spells."""
