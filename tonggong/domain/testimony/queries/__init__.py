"""Questions about what placed persons say, and about their labour complaints."""
