"""What is done with campaigns, aid and posts, one module a topic."""
