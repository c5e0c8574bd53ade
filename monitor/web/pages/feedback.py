"""``/feedback``: what readers said, and the rule changes that wait for a yes or no."""

import os
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.edit.accept_proposal import accept_change
from monitor.app.feedback.verdicts import decide_proposal, open_proposal
from monitor.core.model.feedback import Proposal, Verdict
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.feedback_view import ProposalView, VerdictView, proposal_view, verdict_view
from monitor.web.page import Page, reader_of
from monitor.web.security.log_ins import web_actor
from monitor.web.security.request_body import form_of

_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage(Page):
    """Proposals first: they wait for somebody."""

    proposals: tuple[ProposalView, ...]
    verdicts: tuple[VerdictView, ...]


def feedback_routes(context: Context) -> APIRouter:
    """Behind the password: whoever holds a link may say what is not relevant, but not change rules."""
    router, app = APIRouter(), context.app

    def known(tx: Transaction) -> tuple[Sequence[Proposal], Sequence[Verdict]]:
        found = tx.proposals.find(limit=_SHOWN)
        return sorted(found, key=lambda proposal: proposal.state != "open"), tx.verdicts.find(limit=_SHOWN)

    @router.api_route("/feedback", methods=["GET", "HEAD"])
    async def feedback(request: Request) -> Response:
        reader = reader_of(app, request)
        proposals, verdicts = await app.in_store.read(known)
        page = FeedbackPage(
            title=reader.say("feedback"),
            lang=reader.lang,
            root=reader.root,
            proposals=tuple(proposal_view(proposal, reader) for proposal in proposals),
            verdicts=tuple(verdict_view(verdict, reader) for verdict in verdicts),
        )
        return reader.html("feedback", page, place="feedback")

    _add_decisions(router, context)
    return router


def _add_decisions(router: APIRouter, context: Context) -> None:
    app = context.app

    @router.post("/feedback/{number}/accept")
    async def yes(number: str, request: Request) -> Response:
        wanted = number_in(number)
        await form_of(request, may_be_empty=True)

        def work(tx: Transaction) -> None:
            proposal = open_proposal(tx, wanted)
            # Inside the transaction: of two that say yes at once, the second finds it decided.
            accept_change(app.settings, proposal.change, env=os.environ)
            decide_proposal(tx, wanted, "accepted", who=web_actor(request), now=app.clock.now())

        await app.in_store.write(work)
        context.reload()
        return reader_of(app, request).go_to(f"/feedback#proposal-{wanted}", said="rule_accepted")

    @router.post("/feedback/{number}/reject")
    async def no(number: str, request: Request) -> Response:
        wanted = number_in(number)
        await form_of(request, may_be_empty=True)
        actor = web_actor(request)
        await app.in_store.write(lambda tx: decide_proposal(tx, wanted, "rejected", who=actor, now=app.clock.now()))
        return reader_of(app, request).go_to(f"/feedback#proposal-{wanted}", said="rule_rejected")
