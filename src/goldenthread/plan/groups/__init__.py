"""Groups of people who meet about fairness, what they ask of the council, and what it answers."""
