"""Photos of a case: taken in unseen by any decoder, made small and clean in a cell, compared as evidence."""
