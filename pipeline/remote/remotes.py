"""The remote services one event loop uses, each met through a single policy."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.remote.policy import Patience, Service


class Remotes:
    """Services by name: whoever names one gets the same limiter and the same breaker."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._services: dict[str, Service] = {}
        self._patience = patience or Patience()
        """That of services which don't ask for one of their own."""

    def __iter__(self) -> Iterator[Service]:
        return iter(tuple(self._services.values()))

    def forget(self, name: str) -> None:
        """Make this service anew when it is named next: it is another one now."""
        self._services.pop(name, None)

    def service(
        self,
        name: str,
        *,
        per_second: float = 5.0,
        concurrency: int = 5,
        patience: Patience | None = None,
    ) -> Service:
        """The service called `name`, made with these limits when it is named first."""
        found = self._services.get(name)
        if found is None:
            found = Service(name, per_second, concurrency, patience or self._patience)
            self._services[name] = found
        return found
