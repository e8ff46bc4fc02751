class CampaignRefused(Exception):
    """A step can't be taken; the text says why and what would help."""
