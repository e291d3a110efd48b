"""Data that ships with the program: icons, styles, translations, terms, the demo export."""
