"""The overview: what came in a day, what waits, and what needs a person."""
