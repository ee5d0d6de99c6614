"""Tests of a region's file, its checks and its revisions."""
