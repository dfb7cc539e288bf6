"""A log file by its name: .xes, .xes.gz, .csv, .csv.gz."""

import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from faelled.lib.dcr.logs.records import Columns, LogError, LogTrace
from faelled.lib.dcr.logs.table import read_csv
from faelled.lib.dcr.logs.xes import read_xes

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES = 4 * 1024**3


class _Bounded(RawIOBase):
    """A file that ends with an error where it has given more than it may (a packed bomb)."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left = file, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise LogError("Loggen fylder mere, end der kan læses.")
        view[: len(data)] = data
        return len(data)


@contextmanager
def unpacked(
    file: BinaryIO, name: str, most: int, endings: Sequence[str]
) -> Iterator[tuple[str, BinaryIO]]:
    """The file's name without .gz and its bytes without packing, at most ``most`` of them.

    LogError for a name that has none of the endings.
    """
    plain = name.lower().removesuffix(".gz")
    if not plain.endswith(tuple(endings)):
        raise LogError(f"Loggen skal være en fil, der ender på {', '.join(endings)}, evt. og .gz.")
    with ExitStack() as stack:
        packed = name.lower().endswith(".gz")
        source = stack.enter_context(gzip.open(file)) if packed else file
        bounded = stack.enter_context(BufferedReader(_Bounded(source, most)))  # type: ignore[arg-type]
        try:
            yield plain, bounded
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise LogError("Den pakkede fil er i stykker.") from error


def read_log(
    file: BinaryIO, name: str, *, columns: Columns | None = None, most: int = MOST_BYTES
) -> Iterator[LogTrace]:
    """The cases of the log in ``file``, one by one; ``name`` tells the format.

    ``most`` bounds the bytes, unpacked. Raises LogError in the user's words.
    """
    with unpacked(file, name, most, (".xes", ".csv")) as (plain, bounded):
        yield from read_xes(bounded) if plain.endswith(".xes") else read_csv(bounded, columns)
