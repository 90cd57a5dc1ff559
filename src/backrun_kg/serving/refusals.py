"""What the server answers when it does not do what it was asked."""


class Refusal(Exception):
    """A request that gets an error for an answer: the status, a sentence, and further headers."""

    def __init__(self, status: int, told: str, **headers: str) -> None:
        super().__init__(told)
        self.status = status
        self.told = told
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
