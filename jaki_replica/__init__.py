"""A citizen-complaint and public-service platform: one codebase, many governments."""

__version__ = "0.1.0"
