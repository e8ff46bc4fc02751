"""The desk of a department's liaison: its files, their quality, its answers, its tasks."""
