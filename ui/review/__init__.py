"""The page where people decide what becomes public."""
