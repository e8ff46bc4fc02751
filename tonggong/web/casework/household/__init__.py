"""The family as a unit: who belongs to it, who works, which rules it meets."""
