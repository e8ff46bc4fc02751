"""Employment by quota (按比例就业): who is obliged, who counts in which month, what is owed, what is awarded."""
