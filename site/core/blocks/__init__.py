"""Building blocks of StreamFields, one file per family."""
