"""The page that tells everything that happened to a message."""
