"""Whapi.cloud on loopback: lists messages as its OpenAPI 1.8.7 says, for one account."""

from takeone_desktop.demo.whapi import (
    TOKEN,
    WhapiStandIn,
    deletion,
    edit,
    message,
)

__all__ = ["TOKEN", "WhapiStandIn", "deletion", "edit", "message"]
