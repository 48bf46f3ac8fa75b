"""The demo: people of ten countries at every stage of a course, made through the rooms' own services.

They exist only in a demo database; a server in production refuses to start with them.
"""
