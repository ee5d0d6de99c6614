"""Reporters: how they can be reached, kept apart from what they reported. Officials never read these tables."""
