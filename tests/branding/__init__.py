"""Tests of brands: derived values, contrast, theme css, marks."""
