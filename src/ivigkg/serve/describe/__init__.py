"""What the service says of itself: its abilities, its data set, its example questions. No blank nodes anywhere."""
