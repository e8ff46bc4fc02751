"""Visits without a network: the page that stays on the phone, the list it takes along, the door for what it brings back."""
