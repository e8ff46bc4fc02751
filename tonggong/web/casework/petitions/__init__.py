"""What persons asked for through their own door, and the answers."""
