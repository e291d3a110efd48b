"""One file for each intent of a message. A file that is put here is found by itself."""
