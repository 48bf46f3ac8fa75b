"""Changes to uploads and to the sizes of pictures."""

from lms.media.services.pictures import PictureSource, make_sizes

__all__ = ["PictureSource", "make_sizes"]
