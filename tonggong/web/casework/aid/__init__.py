"""Employment aid: who must be under it and is not registered, next steps, old situations."""
