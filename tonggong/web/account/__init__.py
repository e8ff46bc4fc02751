"""The account desk: signing in and out, posts, password, second factor, how the pages look, help, the living style guide."""
