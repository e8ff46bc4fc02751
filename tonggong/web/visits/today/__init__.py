"""今天 and 我的: whom to contact and why, what is owed by name."""
