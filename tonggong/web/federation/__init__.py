"""The desk of the federation's staff, in town, county and city: the month, the queue, the exchange, the ledger."""
