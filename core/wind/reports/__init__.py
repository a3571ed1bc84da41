"""Wind directions as stations report them: codes that are no directions, steps, the fields of services."""
