"""How the whole of it is doing: what came, what waits, what it cost, and what needs a person."""
