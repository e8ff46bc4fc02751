"""Rural families: who they are, alerts, incomes, work, and the exchange with the monitoring system."""
