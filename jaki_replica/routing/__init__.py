"""Routing: which unit a complaint goes to first, who owns it, and why."""
