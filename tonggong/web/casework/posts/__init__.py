"""Public-welfare posts: the board, one post with its holders, terms by the rule."""
