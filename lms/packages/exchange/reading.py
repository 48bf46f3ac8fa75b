"""Reading a file of questions: which format it is, and what became of each question."""

from lms.core.messages import Sentence
from lms.packages.exchange.collecting import Collector
from lms.packages.exchange.decoding import check_size, decode
from lms.packages.exchange.gift import read_gift
from lms.packages.exchange.keys import key_from
from lms.packages.exchange.moodle_xml import read_moodle_xml
from lms.packages.exchange.report import BadFile, Exchange, Row
from lms.packages.exchange.table import is_table, read_table
from lms.packages.exchange.xml_tree import looks_like_xml


def read_questions(data: bytes, *, filename: str, language: str) -> Exchange:
    """Every question of a GIFT, Moodle XML or CSV file, told apart by what is in it.

    `language` is the one the questions are written in; `filename` names the bank of questions without a category.
    Raises `BadFile` when no question can be found in it, and nothing else.
    """
    check_size(data)
    if data.startswith((b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise BadFile(
            Sentence("This is an archive or a document: unpack it, or save it as GIFT, Moodle XML or CSV first.")
        )
    collector = Collector(language, default_bank=_bank_of(filename))
    if looks_like_xml(data):
        collector.collect(read_moodle_xml(data))
        return collector.exchange("moodle-xml")
    text, guessed = decode(data, language)
    if guessed:
        told = Sentence("It is not UTF-8 and was read as %(name)s: look at its letters.", {"name": guessed})
        collector.rows.append(Row(0, 1, filename[:100], "changed", told))
    if is_table(text, filename):
        collector.collect(read_table(text))
        return collector.exchange("csv")
    collector.collect(read_gift(text))
    return collector.exchange("gift")


def _bank_of(filename: str) -> str:
    name = filename.replace("\\", "/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    stem = stem.removesuffix(".gift")
    return key_from(stem, "bank") if stem.strip() else "questions"
