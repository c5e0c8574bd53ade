"""Where in a template it went wrong: Jinja's compiled code carries the template and the line."""

import traceback
from types import TracebackType

from jinja2 import Template, TemplateSyntaxError

from monitor.errors import TemplateFault


def describe_fault(name: str, problem: Exception) -> TemplateFault:
    """The error with the template and line in which it happened: Jinja's compiled code carries both."""
    line, where = 0, name
    for frame in traceback.extract_tb(problem.__traceback__):
        if frame.filename.startswith(ORIGIN):
            where, line = frame.filename.removeprefix(ORIGIN), _source_line(problem, frame.lineno or 0)
    if isinstance(problem, TemplateSyntaxError):
        where, line = real_name(problem.name, name), problem.lineno
    message = "it needs more memory than a template may use" if isinstance(problem, MemoryError) else str(problem)
    message = message or type(problem).__name__
    return TemplateFault(message, template=where, line=line)


def real_name(told: str | None, name: str) -> str:
    return told if told and not told.startswith("<") else name


def _source_line(problem: Exception, compiled: int) -> int:
    """The line of the template's source for a line of its compiled code."""
    line = compiled
    at = problem.__traceback__
    while at is not None:
        template = at.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template) and at.tb_frame.f_code.co_filename.startswith(ORIGIN):
            line = template.get_corresponding_lineno(_compiled_line(at))
        at = at.tb_next
    return line


def _compiled_line(at: TracebackType) -> int:
    """Where it happened; what a signal raises may stand at no line of its own, then the last one before it."""
    if at.tb_lineno:
        return at.tb_lineno
    lines = [line for start, _, line in at.tb_frame.f_code.co_lines() if line and start <= at.tb_lasti]
    return lines[-1] if lines else 1


ORIGIN = "template:"
"""Marks compiled templates in a traceback."""
