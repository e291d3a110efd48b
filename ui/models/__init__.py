"""The page of language models: who is asked, for how much money, and what it cost."""
