"""Questions about partners, meetings, cases, filed reports and mailings."""
