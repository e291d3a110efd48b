"""The page of terms: what the prefilter judges by, tuned without fear."""
