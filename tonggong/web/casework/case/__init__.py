"""One person's case: who answers for her, the four ones, what is needed, what was done, what comes next."""
