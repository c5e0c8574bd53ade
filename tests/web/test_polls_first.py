"""A page begins when nothing is being stored, or a tenth of a second later: polls are not made to wait for readers."""

import asyncio
import threading

from monitor.app.store_thread import StoreThread
from monitor.ports import Transaction
from tests.web.conftest import OpenPages


async def store_until(in_store: StoreThread, enough: threading.Event) -> "asyncio.Task[None]":
    """Something is being written until ``enough``."""

    def write(tx: Transaction) -> None:
        del tx
        enough.wait(300)

    task = asyncio.create_task(in_store.write(write))
    await asyncio.sleep(0)
    return task


async def test_a_page_begins_when_what_is_written_is_done(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        in_store, enough, order = pages.harness.app.in_store, threading.Event(), []
        writing = await store_until(in_store, enough)
        writing.add_done_callback(lambda _: order.append("written"))

        async def settle() -> None:
            await in_store.settle(within=600.0)
            order.append("page")

        waiting = asyncio.create_task(settle())
        await asyncio.sleep(0.05)
        assert not waiting.done()
        enough.set()
        await asyncio.gather(writing, waiting)
        assert order == ["written", "page"]


async def test_a_page_waits_no_longer_than_a_moment(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        enough = threading.Event()
        writing = await store_until(pages.harness.app.in_store, enough)
        try:
            answer = await asyncio.wait_for(pages.http.get("/sources"), 60)
            assert answer.status_code == 200
            assert not writing.done()
        finally:
            enough.set()
            await writing
        assert (await pages.http.get("/sources")).status_code == 200


async def test_one_that_failed_keeps_no_page(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        in_store = pages.harness.app.in_store

        def fail(tx: Transaction) -> None:
            del tx
            raise ValueError("refused")

        await asyncio.gather(in_store.write(fail), return_exceptions=True)
        await asyncio.wait_for(in_store.settle(within=600.0), 60)
