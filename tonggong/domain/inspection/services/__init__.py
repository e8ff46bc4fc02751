"""What people do with suspicions and cases: each step checks, writes and is traced in one transaction."""
