"""The tools behind the official SDK: one server for both transports. Only here is the SDK imported."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from starlette.types import Receive, Scope, Send

from monitor.app.context import AppContext
from monitor.core.i18n.phrases import reason_of, render_reason
from monitor.errors import MonitorError
from monitor.log_lines import lazy_logger
from monitor.mcp.catalog import INSTRUCTIONS, TOOLS, call_tool
from monitor.version import VERSION

log = lazy_logger(__name__)

LookAtApp = Callable[[], AbstractAsyncContextManager[AppContext]]
_LARGEST_BODY = 256 * 1024
_READ_ONLY = ToolAnnotations(read_only_hint=True)


def make_server(look_at_app: LookAtApp) -> Server[Any]:
    """A server whose calls are answered by the application of the moment."""

    async def list_tools(_context: object, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(
            tools=[
                Tool(name=tool.name, description=tool.does, input_schema=tool.input_schema, annotations=_READ_ONLY)
                for tool in TOOLS
            ]
        )

    async def run_tool(_context: object, params: CallToolRequestParams) -> CallToolResult:
        try:
            async with look_at_app() as app:
                answer = await call_tool(app, params.name, params.arguments or {})
        except MonitorError as error:
            log.info("a tool was not answered", tool=params.name[:60], error=str(error))
            return _refusal(render_reason(reason_of(error), "en"))
        except Exception:
            log.exception("a tool failed", tool=params.name[:60])
            return _refusal("This failed for a reason that the monitor's log names; it is not what was asked.")
        return CallToolResult(
            content=[TextContent(text=answer.text), TextContent(text=answer.coverage)], structured_content=answer.whole
        )

    return Server(
        "news-monitor", version=VERSION, instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=run_tool
    )


def _refusal(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


async def serve_stdio(look_at_app: LookAtApp) -> None:
    """Answer on stdin and stdout until stdin ends; what else would print goes to stderr."""
    server = make_server(look_at_app)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def answer_http(look_at_app: LookAtApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request. Nothing is kept between two, so a reload or another worker may answer the next."""
    manager = StreamableHTTPSessionManager(
        make_server(look_at_app), json_response=True, stateless=True, max_request_body_size=_LARGEST_BODY
    )
    async with manager.run():
        await manager.handle_request(scope, receive, send)
