"""One file for each kind of live source. A file that is put here is found by itself."""
