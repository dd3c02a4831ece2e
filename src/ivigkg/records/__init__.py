"""Records as curators write them: models, reading, looking up names, checks across records."""
