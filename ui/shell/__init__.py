"""The frame around the pages: window, side bar, palette, help, background work."""
