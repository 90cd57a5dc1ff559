"""What a terminal would act on instead of showing it, shown as escapes."""

import re

_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, what turns the direction of writing or joins unseen, and halves of a character."""


def neutral(text: str) -> str:
    """The text with control and direction characters shown as escapes, harmless in a terminal."""
    return re.sub(_HIDDEN, lambda found: f"\\u{ord(found[0]):04X}", text)


def neutral_lines(text: str) -> str:
    """The text made harmless, its line ends and tabs kept."""
    kept = (neutral(part) for part in re.split(r"(\r?\n|\t)", text)[::2])
    return "".join(
        part + mark for part, mark in zip(kept, [*re.findall(r"\r?\n|\t", text), ""], strict=True)
    )


def shorten(text: str, length: int) -> str:
    """The text made harmless, on one line, its middle left out where it is longer than that."""
    shown = neutral(text if len(text) <= length else f"{text[:length]}{text[-length:]}")
    half = length // 2
    return shown if len(shown) <= length else f"{shown[:half]} … {shown[-half:]}"
