"""Reads the expectations in the comments of feedparser's test files, as syntax trees and never by running them."""

import ast
import warnings
from collections.abc import Iterator
from typing import Any

Key = tuple[str | int, ...]


def expectations(document: bytes) -> tuple[dict[str, str], list[tuple[Key, Any]]]:
    """(headers, [(what, expected value)]) from the comment at the top of a file of feedparser's suite.

    ``("entries", 0, "title")`` stands for ``entries[0]['title']``, ``("len", "entries")`` for ``len(entries)``. Other
    conditions are left out. The condition is read as a syntax tree and never evaluated.
    """
    head = document[: document.find(b"-->")].decode("utf-8", "replace")
    headers: dict[str, str] = {}
    condition = ""
    for line in head.splitlines():
        name, _, value = line.strip().partition(":")
        if name == "Header":
            key, _, content = value.strip().partition(":")
            headers[key.strip().lower()] = content.strip()
        elif name == "Expect":
            condition = value.strip()
    return headers, list(_conditions(condition)) if condition else []


def _conditions(condition: str) -> Iterator[tuple[Key, Any]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # old escapes in foreign test files
            tree: ast.expr = ast.parse(condition, mode="eval").body
    except (SyntaxError, ValueError):
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq):
            what = _path(part.left)
            try:
                value = ast.literal_eval(part.comparators[0])
            except ValueError:
                continue
            if what:
                yield what, value


def _path(node: ast.expr) -> Key:
    """The chain of keys of an expression; empty for anything but names, attributes, keys and ``len``."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute) and (inner := _path(node.value)):
        return (*inner, node.attr)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and (inner := _path(node.value)):
        key = node.slice.value
        return (*inner, key) if isinstance(key, str | int) else ()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1:
        inner = _path(node.args[0])
        return ("len", *inner) if inner else ()
    return ()
