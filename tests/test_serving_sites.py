"""The site made apart: it comes back whole, or the reason why it does not."""

import asyncio
from collections.abc import Mapping

import pytest

from backrun_kg.dataset import Dataset, load
from backrun_kg.errors import BackrunError
from backrun_kg.processes import CAN_FORK, Limits
from backrun_kg.serving.evaluation import Caps
from backrun_kg.serving.nursery import Nursery, open_nursery
from backrun_kg.serving.sites import MakeSite, Site, receive_site

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="needs processes that can be forked")

SITE = {"index.html": b"<p>", "empty": b"", "id/é.ttl": bytes(range(256)) * 4000}


def fetch(make_site: MakeSite) -> Site:
    """What comes of a function in a process of its own."""

    async def work(nursery: Nursery) -> Site:
        born = await nursery.begin_site()
        reader, writer = await asyncio.open_connection(sock=born.connection)
        try:
            return await receive_site(reader)
        finally:
            writer.close()

    nursery = open_nursery(load(layers=["ontology"]), Limits(), Caps(), make_site)
    try:
        return asyncio.run(work(nursery))
    finally:
        nursery.close()


def test_site_comes_whole() -> None:
    """Every file with its bytes, in the order it was made."""
    assert list(fetch(lambda _: SITE).items()) == list(SITE.items())


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BackrunError("No data."), "No data."),
        (RuntimeError("oops"), "a defect of ours: RuntimeError: oops"),
        (SystemExit(1), "the process that makes them has ended."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_reason_comes_instead(error: BaseException, told: str) -> None:
    """Also where the process just ends."""

    def fail(_: Dataset) -> Mapping[str, bytes]:
        raise error

    with pytest.raises(BackrunError) as caught:
        fetch(fail)
    assert str(caught.value) == told
