"""Tests of the citizens' pages."""
