"""Files that people bring: what they are by their content, pictures in the sizes that pages need, long uploads.

Owns uploads on their way, what each owner may still bring, and the sizes made of a picture. Who may bring what for
which purpose is said by the rooms above, in `purposes`. Announces nothing.
"""
