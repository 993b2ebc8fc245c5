"""Reads English newswire and gives an auditable record: who did what to whom, when, where, and who said so.

    >>> import dragoman
    >>> record = dragoman.read("MOSCOW, Dec. 15 (Reuters) - Russia expelled two German diplomats.", published="2021-12-15")
    >>> [(e["type"], e["status"]) for e in record["events"]]

A record is a dict with the fields of docs/record.md. Every "begin" and "end" counts Unicode code points, as Python's str does:
``record["text"][row["begin"]:row["end"]]`` is the text that a row stands on.
"""

import functools
import json
import os

from . import _dragoman

__all__ = ["Reader", "read", "read_file", "__version__"]
__version__ = _dragoman.version


class Reader:
    """A loaded model, lexicon and knowledge. Takes about a second to make; may be used by many threads at once.

    model: folder of the language model; default the one installed with the package.
    lexicon: folders of frames that add to and override the lexicon, later ones last.
    min_confidence: events below it (0 to 1) are left out; 0 keeps all.
    data: folder that holds models/, lexicon/ and knowledge/; default the one installed with the package.
    infer_date: the date of a story that does not give it is inferred from its text; False leaves it open.

    Raises FileNotFoundError when a part is missing and RuntimeError when one is damaged.
    """

    def __init__(self, model=None, lexicon=(), min_confidence=0.3, data=None, infer_date=True):
        lexicon = [lexicon] if isinstance(lexicon, (str, os.PathLike)) else list(lexicon)
        self._reader = _dragoman.Reader(os.fspath(data or ""), os.fspath(model or ""),
                                        [os.fspath(folder) for folder in lexicon], min_confidence, infer_date)

    def read(self, text, published=None, uri=None):
        """The record of one story of plain text, headline first if there is one.

        text: str, or bytes of UTF-8; at most 8 MiB. published: "2021-12-15", over what the story says.
        uri: kept as record["source"]["uri"]. Raises ValueError when the text or the date is no good.
        """
        if isinstance(text, str):
            # A lone surrogate has no UTF-8; it becomes "?" rather than an error, and takes one code point either way.
            text = text.encode("utf-8", "replace")
        return json.loads(self._reader.read_text(text, published or "", uri or ""))

    def read_bytes(self, data, published=None, uri=None):
        """The record of the first story in the bytes of a file: text, HTML, RSS, Atom or JSONL, plain or gzip."""
        return json.loads(self._reader.read_bytes(data, published or "", uri or ""))

    def read_file(self, path, published=None):
        """The record of the first story in a file of any kind that read_bytes knows. Raises OSError when it cannot be read."""
        with open(path, "rb") as file:
            return self.read_bytes(file.read(), published, os.fspath(path))

    def explain(self, text, row="", published=None):
        """Why the rows of a story are there, as text for people. row: an id such as "e1"; default everything."""
        if isinstance(text, str):
            text = text.encode("utf-8", "replace")
        return self._reader.explain(text, row, published or "", "")


@functools.cache
def _default_reader():
    return Reader()


def read(text, published=None, uri=None):
    """Reader.read of a reader with the default options, which is loaded at the first call and kept."""
    return _default_reader().read(text, published, uri)


def read_file(path, published=None):
    """Reader.read_file of a reader with the default options, which is loaded at the first call and kept."""
    return _default_reader().read_file(path, published)
