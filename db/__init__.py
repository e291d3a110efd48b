"""Remembers: tables, typed queries and migrations. Knows nothing of what the rows mean."""
