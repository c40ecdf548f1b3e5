"""One chart a file. Each takes plain numbers and returns a Figure drawn wide and narrow."""
