"""Counts: what the operator may know of a region, numbers only."""
