"""Evaluates SPARQL that somebody else wrote, within limits, where it can do no harm.

Some texts take the engine hours or all memory, or break it, and SERVICE makes it call out. So the
words of a text are looked at first, then it is evaluated in a child process that can open neither
file nor socket. On Windows, which has no such process, it is evaluated in this one, and only the
checks of words, length and nesting hold; on macOS memory has no limit.

A store on disk does not survive a fork: neither its threads nor its files are there in the child.
For such a dataset the child is a Python of its own, which opens the store before it gives up
opening files.
"""

import os
import re
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import NoReturn

import pyoxigraph as ox

from backrun_kg.answers import Answer, Graph, Rows, Term, Truth
from backrun_kg.dataset import Dataset
from backrun_kg.errors import BackrunError, LimitReached, MalformedQuery
from backrun_kg.processes import AGES, CAN_FORK, STACK, Limits, Outcome, restrict, run_apart
from backrun_kg.queries import evaluate
from backrun_kg.words import screen_text

_USUAL = Limits()
_AFRESH = """
import pickle, sys
request = pickle.load(sys.stdin.buffer)
sys.path[:] = request.pop("path")
from backrun_kg.worker import answer_afresh
answer_afresh(**request)
"""
"""What a Python of its own runs; it finds its modules where this one does."""

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}

_GROWTH = 8
"""How many times its bytes an answer takes as rows of terms; the limit holds for the reader too."""

_ROWS, _TRUTH, _GRAPH = b"R", b"T", b"G"
_MALFORMED, _NO_MEMORY, _BROKEN, _LOST = b"M", b"O", b"B", b"L"
"""The kinds of messages a child sends: the first of their bytes."""


def read_limits(timeout: str | None = None, memory: str | None = None) -> Limits:
    """Limits as a user writes them, ``0.5`` or ``512M``; the usual ones for None.

    Raises BackrunError.

    >>> read_limits("90", "1GiB")
    Limits(timeout=90.0, memory=1073741824)
    """
    return Limits(
        _USUAL.timeout if timeout is None else _seconds(timeout),
        _USUAL.memory if memory is None else _bytes(memory),
    )


def ask(
    dataset: Dataset,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    name: str = "query",
    limits: Limits | None = None,
) -> Answer:
    """Evaluate SPARQL as ``run_query`` does, but within limits, the usual ones for None.

    Raises MalformedQuery, also for a text too long or too nested, and LimitReached.
    """
    screen_text(text, name)
    if not CAN_FORK:
        return evaluate(dataset, text, bindings, name)
    return ask_apart(dataset, text, bindings, name, limits or _USUAL)


def ask_apart(
    dataset: Dataset, text: str, bindings: Mapping[str, Term] | None, name: str, limits: Limits
) -> Answer:
    """Evaluate any text in a child process, whatever its words ask for."""
    _ = dataset.store  # loaded here it is shared, and costs a fork neither time nor memory
    try:
        if place := getattr(dataset, "path", None):
            request = {"place": place, "text": text, "bindings": bindings, "name": name}
            outcome = _run_afresh({**request, "limits": limits}, limits.timeout)
        else:
            outcome = run_apart(
                lambda: _message(dataset, text, bindings, name, limits.memory), limits
            )
    except OSError as error:
        raise LimitReached(
            f"{name}: the system gives no process to evaluate the query in: {error.strerror}."
        ) from error
    if outcome.late:
        raise LimitReached(
            f"{name}: the query did not end within {limits.timeout:g} s. "
            "Ask for less, or allow more with --timeout SECONDS."
        )
    return _answer(outcome.sent or _last_words(outcome), name, limits)


def answer_afresh(
    place: str, text: str, bindings: Mapping[str, Term] | None, name: str, limits: Limits
) -> NoReturn:
    """Be the Python of its own: open the store, answer on standard output, and end."""
    import threading

    def work() -> None:
        code = 1
        try:
            dataset = Dataset(())
            try:
                dataset.store = ox.Store.read_only(place)
            except OSError as error:  # it was there a moment ago
                left = memoryview(_MALFORMED + f"{name}: {error}".encode())
            else:
                restrict(limits)
                left = memoryview(_message(dataset, text, bindings, name, limits.memory))
            while left:
                left = left[os.write(writer, left) :]
            code = 0
        finally:
            os._exit(code)

    writer = sys.stdout.fileno()
    threading.stack_size(STACK)
    threading.Thread(target=work).start()
    threading.Event().wait()
    raise AssertionError


def _run_afresh(request: dict[str, object], timeout: float) -> Outcome:
    """Have a Python of its own answer. Raises OSError where the system gives no process."""
    import pickle
    import subprocess

    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    command = [sys.executable, "-P", "-c", _AFRESH]
    content = pickle.dumps({"path": sys.path, **request})
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere) as child:  # noqa: S603
        try:
            sent, late = child.communicate(content, min(timeout, AGES))[0], False
        except subprocess.TimeoutExpired:
            sent, late = b"", True
        finally:
            child.kill()
    return Outcome(sent if child.returncode == 0 else None, late, child.returncode)


def _message(
    dataset: Dataset, text: str, bindings: Mapping[str, Term] | None, name: str, memory: int
) -> bytes:
    """What the child sends: an answer, or why there is none."""
    try:
        answer = evaluate(dataset, text, bindings, name)
        kind, content = _GRAPH, b""
        if not isinstance(answer, Graph):
            kind, content = _ROWS if isinstance(answer, Rows) else _TRUTH, answer.json
        elif answer.triples:
            content = ox.serialize(answer.triples, format=ox.RdfFormat.N_TRIPLES) or b""
        return kind + content if len(content) * _GROWTH <= memory else _NO_MEMORY
    except MalformedQuery as error:
        return _MALFORMED + str(error).encode("utf-8", "surrogatepass")
    except MemoryError:
        return _NO_MEMORY
    except BaseException as error:  # a panic of the engine is no Exception
        return _BROKEN + str(error)[:200].encode("utf-8", "surrogatepass")


def _last_words(outcome: Outcome) -> bytes:
    """What a child would have sent that could not: for want of memory the engine aborts."""
    if outcome.code in (-signal.SIGABRT, -signal.SIGKILL):
        return _NO_MEMORY
    if outcome.code is None or outcome.code >= 0:
        return _LOST
    return _BROKEN + f"signal {-outcome.code}".encode()


def _answer(message: bytes, name: str, limits: Limits) -> Answer:
    kind, content = message[:1], message[1:]
    if kind == _ROWS:
        return Rows(content)
    if kind == _TRUTH:
        return Truth(content)
    if kind == _GRAPH:
        parsed = ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
        return Graph(quad.triple for quad in parsed)
    said = content.decode("utf-8", "surrogatepass")
    if kind == _MALFORMED:
        raise MalformedQuery(said)
    if kind == _NO_MEMORY:
        told = f"needs more than {_written(limits.memory)} of memory. Ask for less, or allow more"
        raise LimitReached(f"{name}: the query {told} with --max-memory SIZE.")
    if kind == _LOST:
        raise LimitReached(f"{name}: the system has too little memory for the query's process.")
    told = f"broke the engine ({said}), as very long chains do. Make it shorter."
    raise LimitReached(f"{name}: the query {told}")


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if (seconds := float(text)) > 0:
            return seconds
    raise BackrunError(f"--timeout '{text}' is no time; write seconds above 0, such as 60 or 0.5.")


def _bytes(text: str) -> int:
    match = re.fullmatch(r"([1-9][0-9]*) ?(?:([KMG])(?:iB)?)?", text, re.IGNORECASE)
    if match:
        return int(match[1]) * _UNITS[(match[2] or "").upper()]
    raise BackrunError(
        f"--max-memory '{text}' is no size; write bytes, or a size like 512M or 2GiB."
    )


def _written(size: int) -> str:
    for unit in "GMK":
        if size % _UNITS[unit] == 0:
            return f"{size // _UNITS[unit]:,} {unit}iB"
    return f"{size:,} bytes"
