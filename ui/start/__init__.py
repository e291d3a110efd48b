"""The page an empty workspace opens with."""
