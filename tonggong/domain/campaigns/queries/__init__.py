"""Questions about campaigns, aid and posts, one module a topic."""
