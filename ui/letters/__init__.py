"""Dead letters: what failed for good, by cause, and the way back to work."""
