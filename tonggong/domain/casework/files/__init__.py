"""Photos, scans and voice notes as bytes: known by what they hold, cleaned of what they tell besides, kept sealed."""
