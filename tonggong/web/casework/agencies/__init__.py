"""Service institutions and helping hands: score sheets, agencies, contributions, exchanges."""
