"""The page of what is, or should be, on the public site."""
