"""Keys for tests, where the program looks in the system's keyring."""


class Held:
    """Keys by name."""

    def __init__(self, **keys: str) -> None:
        self._keys = keys

    def get(self, name: str) -> str | None:
        return self._keys.get(name)
