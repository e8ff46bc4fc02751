"""What every other part stands on: installation, privacy, divisions, accounts, audit, intake, policy figures."""
