"""``MONITOR_…`` variables laid over the tree of ``monitor.yaml``: a double underscore goes one level down."""

from collections.abc import Mapping
from difflib import get_close_matches

from monitor.adapters.config.schema.secrets import strip_frame
from monitor.adapters.config.schema.values import Site
from monitor.adapters.config.schema.yaml_tree import Listed, Mapped, Member, Node, Scalar, plain_value, read_tree
from monitor.core.model.sources import Place
from monitor.errors import ConfigError

PREFIX = "MONITOR_"


def overlay_env(root: Node | None, env: Mapping[str, str], known: tuple[str, ...], file: str, site: Site) -> Node:
    """The tree with every variable put in its place; unknown ones that look like a key are reported."""
    if root is None:
        root = Mapped(members={}, place=Place(file=file, line=1, column=1))
    ours = sorted(name for name in env if name.startswith(PREFIX) and env[name].strip())
    # Shorter paths first: MONITOR_FETCH may be a whole mapping that MONITOR_FETCH__TIMEOUT then changes.
    for name in sorted(ours, key=lambda name: name.count("__")):
        path = [part.lower() for part in name.removeprefix(PREFIX).split("__")]
        place = Place(file=name, line=1, column=1)
        if path[0] in known:
            root = _with_leaf(root, path, _leaf_node(env[name], place), name, site)
        elif _is_misspelt(path, known):
            near = get_close_matches(path[0], known, n=1)
            hint = f"did you mean {PREFIX}{near[0].upper()}" if near else ""
            site.report(place, f"the variable {name} sets no key", hint=hint)
    return root


def _is_misspelt(path: list[str], known: tuple[str, ...]) -> bool:
    """Whether a variable is a misspelt key. Others with our prefix may hold secrets that ``env:`` names."""
    return len(path) > 1 or bool(get_close_matches(path[0], known, n=1, cutoff=0.85))


def _leaf_node(text: str, place: Place) -> Node:
    """What a variable says: a list or mapping in YAML, else its text ("[::1]:8765" is an address).

    A line end of the file that it came from does not belong to it; blanks do in ``raw``, which may be a password.
    """
    text = strip_frame(text)
    if text.lstrip().startswith(("[", "{")):
        try:
            tree = read_tree(text.encode("utf-8", "replace"), place.file)
        except ConfigError:
            tree = None
        if tree is not None:
            return tree
    return Scalar(value=plain_value(text.strip()), raw=text, place=place, loose=True)


def _with_leaf(node: Node | None, path: list[str], leaf: Node, name: str, site: Site) -> Node:
    if not path:
        return leaf
    head, *rest = path
    if isinstance(node, Listed) and head.isdigit():
        index = int(head)
        if index > len(node.items):
            site.report(leaf.place, f"{name} counts from 0", got=head, expected=f"at most {len(node.items)}")
            return node
        items = list(node.items)
        items[index : index + 1] = [_with_leaf(items[index] if index < len(items) else None, rest, leaf, name, site)]
        return Listed(items=tuple(items), place=node.place)
    members = dict(node.members) if isinstance(node, Mapped) else {}
    place = node.place if isinstance(node, Mapped) else leaf.place
    # A variable's name has neither case nor hyphens; the file's spelling wins.
    key = next((key for key in members if key.lower().replace("-", "_") == head), head)
    below = members[key].value if key in members else None
    members[key] = Member(place=leaf.place, value=_with_leaf(below, rest, leaf, name, site))
    return Mapped(members=members, place=place)
