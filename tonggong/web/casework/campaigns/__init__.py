"""Campaigns: the list made by rule, progress down to names, outcomes, the report."""
