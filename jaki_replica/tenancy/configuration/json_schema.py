"""The JSON Schema of a region's file, for editors, made from the schemas that check it."""

from __future__ import annotations

from jaki_replica.tenancy.configuration.schema import RegionSection


def json_schema() -> dict[str, object]:
    """A JSON Schema (draft 2020-12) of the whole file."""
    head: dict[str, object] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A region's configuration",
    }
    return head | RegionSection().json_schema()
