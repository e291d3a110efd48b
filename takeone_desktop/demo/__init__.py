"""The services the program lives on, standing in on loopback for a show and for tests."""
