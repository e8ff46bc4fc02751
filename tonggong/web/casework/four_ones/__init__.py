"""四个一: who is owed what, by county, town and worker, down to the names."""
