"""Bringing a region live, in steps that may be repeated: the one order that pages and commands share."""
