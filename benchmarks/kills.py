"""Whether a file is whole whenever the process that writes it is killed: it always should be.

Run it with ``python -m benchmarks.kills [COUNT [SEED]]``. COUNT processes, by default 1,000, write
one file over and over, or every tenth once by ``backrun-kg export -o``, and ``kill -9`` ends each
at a moment that chance chooses. The file must then be an old or a new one, and once it is written
again nothing may be beside it.
"""

import os
import subprocess
import sys
import tempfile
import time
from random import Random

from rich.console import Console
from rich.progress import track

from backrun_kg.files import write_whole

_MOST_SECONDS = {"write": 0.03, "export": 0.6}
"""How long after its beginning a process is killed at the latest."""

_SIZE = 1 << 22
_WRITE = f"""
import sys
from backrun_kg.files import write_whole
print(flush=True)
while True:
    write_whole(sys.argv[1], b"n" * {_SIZE})
    write_whole(sys.argv[1], b"o" * {_SIZE})
"""
_COMMANDS = {
    "write": [sys.executable, "-c", _WRITE],
    "export": [sys.executable, "-m", "backrun_kg", "export", "--format", "nt", "-o"],
}


def main(count: str = "1000", seed: str = "1") -> int:
    """Print what was found, and return 1 where a file was not whole or litter stayed, else 0."""
    chance = Random(seed)  # noqa: S311
    torn = beside = left = 0
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "a.nt")
        subprocess.run([*_COMMANDS["export"], name], check=True)
        with open(name, "rb") as file:
            whole = {file.read(), b"n" * _SIZE, b"o" * _SIZE}
        for number in track(range(int(count)), "kills", console=Console(stderr=True)):
            _kill("write" if number % 10 else "export", name, chance)
            with open(name, "rb") as file:
                torn += file.read() not in whole
            beside += len(os.listdir(folder)) - 1
            write_whole(name, b"o" * _SIZE)
            left += len(os.listdir(folder)) - 1
    print(f"{count} processes killed: {torn} files not whole, {left} leftovers that stayed,")
    print(f"{beside} that the next writing removed")
    return int(torn > 0 or left > 0)


def _kill(what: str, name: str, chance: Random) -> None:
    with subprocess.Popen([*_COMMANDS[what], name], stdout=subprocess.PIPE) as process:
        if what == "write" and process.stdout:
            process.stdout.readline()  # from here on it writes
        time.sleep(chance.uniform(0, _MOST_SECONDS[what]))
        process.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
