"""Everything a person can set from outside: environment first, then the settings file."""

from __future__ import annotations

import getpass
import os
import re
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipeline.errors import Invalid

APP = "TakeOne"


def config_file() -> Path:
    """Where the settings file is looked for."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.toml"


def own_workspace() -> str:
    """The folder of the workspace that belongs to this machine's user alone."""
    return platformdirs.user_data_dir(APP, appauthor=False)


class Settings(BaseSettings):
    """Settings by name; in the environment `TAKEONE_` stands before each."""

    model_config = SettingsConfigDict(env_prefix="TAKEONE_", extra="ignore", env_ignore_empty=True)

    workspace: str = Field(default_factory=own_workspace)
    """A folder, or the SQLAlchemy URL of a Postgres shared by many desks."""
    public_url: str = Field(default="", repr=False)
    """The site's database as SQLAlchemy URL; empty: a file beside the workspace."""
    algolia_app_id: str = ""
    """The Algolia application whose index is kept like the site; empty: there is none. Its key
    is “algolia”."""
    algolia_index: str = ""
    """The name of that index."""
    user: str = Field(default_factory=lambda: _login())
    """The name under which decisions are recorded."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    extract_unsure: bool = True
    """Whether messages the prefilter is unsure of are extracted as well."""
    active_groups: int = Field(default=10, ge=1, le=1000)
    """How many WhatsApp sources may be active at once: the limit of the account's plan."""
    first_run_seconds: float = Field(default=60.0, ge=0)
    """How long after a start sources are first asked: people come first."""
    overdue_hours: float = Field(default=24.0, gt=0)
    """How long a call may wait for a person before that is an alert."""
    service_urls: dict[str, str] = Field(default_factory=dict)
    """Another address for a service, by its name: `{"Whapi": "https://..."}`."""
    allowed_hosts: list[str] = Field(default_factory=list)
    """Private addresses that web sources may fetch all the same, as `host:port`."""

    @field_validator("allowed_hosts")
    @classmethod
    def _with_port(cls, hosts: list[str]) -> list[str]:
        for host in hosts:
            if not host.rpartition(":")[2].isdecimal():
                raise ValueError(f"“{host}” is not written as host:port")
        return hosts

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, and that over the file."""
        file = TomlConfigSettingsSource(settings_cls, config_file())
        return init_settings, env_settings, file


def load_settings(**given: Any) -> Settings:
    """The settings in force; `given` are those named on the command line.

    Raises `Invalid` naming the setting that can't be used.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"The setting “{where}” can't be used: {first['msg']}.") from error
    except SettingsError as error:  # only the environment's lists and tables are parsed there
        named = re.search(r'field "(\w+)"', str(error))
        name = f"TAKEONE_{named[1].upper()}" if named else "a TAKEONE variable"
        raise Invalid(
            f"{name} can't be read. Its value is a list or a table, and is written as JSON."
        ) from error
    except (ValueError, OSError) as error:
        raise Invalid(f"The settings file {config_file()} can't be read: {error}.") from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return os.environ.get("HOSTNAME", "desk")
