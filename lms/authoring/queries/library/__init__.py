"""What the library has, and which courses use it."""
