"""Changes that later messages ask of calls: listed, compared and answered."""
