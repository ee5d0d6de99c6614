"""Complaints: filed, routed, passed on, worked on, proven, validated, confirmed. The only orchestrator."""
