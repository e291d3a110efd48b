"""The page of choices: language, digits, theme, motion."""
