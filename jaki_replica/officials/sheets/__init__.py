"""The roster as a sheet for people: XLSX or CSV, out and in."""
