"""A tenant's looks: ten derived values, their contrast, the theme css, the generated mark."""
