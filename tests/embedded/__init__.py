"""Tests of the servers and the supervisor, with the real programs."""
