"""Tests of areas: facts, polygons, imports and look-ups."""
