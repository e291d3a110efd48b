"""Lets connections out to the public internet only, whatever a name or a redirect says.

The check happens where the socket is opened, on the address that is then connected to: a DNS
answer that changes between a check and its use can't get around it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

import httpcore
import httpx

from pipeline.errors import Rejected

Resolved = list[tuple[int, str]]


class PrivateAddress(Rejected):
    """The name leads into a private network or to this machine."""


class PublicOnly(httpcore.AsyncNetworkBackend):
    """Opens sockets to public addresses. `allowed` names (host, port) pairs let through anyway:
    local services an admin has set up by himself."""

    def __init__(self, allowed: Iterable[tuple[str, int]] = ()) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._allowed = frozenset(allowed)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _resolve(host, port)
        if (host, port) not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    raise PrivateAddress(
                        f"{host} leads to {address}, which is not on the public internet. "
                        "Such addresses are not fetched."
                    )
        last: Exception | None = None
        for address in addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


def guarded(allowed: Iterable[tuple[str, int]] = ()) -> httpx.AsyncHTTPTransport:
    """A transport whose every connection, also after redirects, goes through `PublicOnly`."""
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    pool = transport._pool
    assert isinstance(pool, httpcore.AsyncConnectionPool)
    pool._network_backend = PublicOnly(allowed)  # httpx has no public way to hand one in
    return transport


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also when written inside IPv6."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is not None and not inner.is_global:
            return False
        # NAT64 (RFC 6052) carries an IPv4 address in its last 32 bits.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF).is_global
    return found.is_global and not found.is_multicast


async def _resolve(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # a name may be too long to be one
        raise httpcore.ConnectError(f"{host} has no address") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))
