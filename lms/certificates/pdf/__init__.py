"""The certificate as a PDF: tagged for screen readers (PDF/UA-1), archivable (PDF/A-2a), the same bytes each time.

Plain facts go in, bytes come out: no database, no web, no clock, no file but the template and the fonts.
"""

from lms.certificates.pdf.rendering import Record, qr_data_uri, render, words_of
from lms.certificates.pdf.words import Words

__all__ = ["Record", "Words", "qr_data_uri", "render", "words_of"]
