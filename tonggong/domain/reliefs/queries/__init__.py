"""Questions about reliefs: the registers, the figure of each channel with its rows, what is due, whose they are."""
