"""How many planted false placements the signals find, and how many honest ones they trouble."""
