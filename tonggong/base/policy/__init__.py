"""Policy figures in the database, seeded from files, turned into `rules.Figures` for a day and a place.

Each row keeps its source; a figure that the city must still enter is a row without a value. Rules never read this app:
they are handed the figures.
"""
