"""Administrative areas: the tree of a region, its polygons, and which area a point lies in."""
