"""Apify's Instagram scraper and Meta's Graph API on loopback, with the same posts."""

from takeone_desktop.demo.apify import (
    GRAPH_TOKEN,
    OWN_ACCOUNT,
    TOKEN,
    ApifyStandIn,
    post,
)

__all__ = ["GRAPH_TOKEN", "OWN_ACCOUNT", "TOKEN", "ApifyStandIn", "post"]
