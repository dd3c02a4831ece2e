"""Named questions: their files, their parameters, and errors that help."""
