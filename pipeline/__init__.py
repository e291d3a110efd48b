"""Decides: what a message is, what it says, whether it was seen before, where it goes."""
