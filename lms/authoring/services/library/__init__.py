"""Changes of the library, and of the courses that use it."""
