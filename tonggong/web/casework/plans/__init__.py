"""Service plans: one person's, and those within reach by what is wrong with them."""
