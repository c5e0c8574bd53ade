"""Templates are sandboxed, escape everything, and name their mistakes."""

import pytest

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import compile_templates
from monitor.core.render.escape import PLAIN
from monitor.core.render.templates import MAX_OUTPUT
from monitor.errors import TemplateFault

ATTACKS = [
    "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('id').read() }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ page.__class__.__base__.__subclasses__() }}",
    "{{ say.__globals__ }}",
    "{{ say.__code__ }}",
    "{{ say.__func__.__globals__ }}",
    "{{ (say|attr('__globals__')) }}",
    "{{ page['__class__'] }}",
    "{{ '{0.__class__}'.format(page) }}",
    "{{ ''|attr('__class__') }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ request.application.__globals__ }}",
    "{{ config }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{% debug %}",
    "{% include '/etc/passwd' %}",
    "{% import '../../secrets' as x %}",
    "{% for x in range(10**9) %}x{% endfor %}",
    "{{ lipsum(n=100000) }}",
    "{{ '%1000000000d'|format(1) }}",
    "{{ 'x'|center(10**9) }}",
    "{{ 'x'.ljust(10**9) }}",
    "{{ 'x' * 10**9 }}",
    "{{ [0] * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 'a'|replace('a', 'b'*99999999) }}",
    "{{ 'x'|indent(10**9) }}",
    "{{ page|pprint }}",
    "{{ page|safe }}",
    "{{ page|xmlattr }}",
    "{% set x = page.update({'a': 1}) %}",
    "{{ page.pop('title') }}",
]


@pytest.mark.parametrize("name", ["email/alert.html", "email/alert.txt", "slack/message.txt", "terminal/message.txt"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_reaches_neither_python_nor_all_the_memory(name: str, attack: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        compile_templates({name: attack}).whole(name, {"page": {"title": "x"}, "say": lambda key: key})
    assert fault.value.template == name


def test_every_dialect_escapes_by_itself_whatever_the_file_is_called() -> None:
    hostile = "<script>alert(1)</script>"
    for name in (
        "email/x.html",
        "feishu/x.html",
        *(f"{kind.name}/message.txt" for kind in CHANNEL_KINDS.values() if kind.dialect is not PLAIN),
    ):
        shown = compile_templates({name: "{{ page }}"}).whole(name, {"page": hostile})
        assert "<script" not in shown.replace("\\<", "")


def test_autoescape_is_on_and_no_function_of_the_name() -> None:
    templates = compile_templates({"email/x.html": "x", "slack/y.txt": "y"})
    assert all(template.environment.autoescape is True for template in templates.found.values())


def test_an_unknown_variable_is_named_with_its_line_when_templates_are_compiled() -> None:
    with pytest.raises(TemplateFault, match="pagee") as fault:
        compile_templates({"email/x.html": "a\nb\n{{ pagee.title }}"})
    assert (fault.value.template, fault.value.line) == ("email/x.html", 3)


def test_a_missing_field_is_named_with_its_line_when_it_is_printed() -> None:
    templates = compile_templates({"email/x.html": "a\n{% if page %}\n{{ page.titel }}{% endif %}"})
    with pytest.raises(TemplateFault, match="titel") as fault:
        templates.whole("email/x.html", {"page": {"title": "x"}})
    assert (fault.value.template, fault.value.line) == ("email/x.html", 3)


def test_a_fault_in_an_imported_template_names_that_template() -> None:
    files = {
        "email/a.html": "{% from 'email/b.html' import m %}{{ m(page) }}",
        "email/b.html": "{% macro m(page) %}\n{{ page.no }}{% endmacro %}",
    }
    with pytest.raises(TemplateFault) as fault:
        compile_templates(files).whole("email/a.html", {"page": {}})
    assert (fault.value.template, fault.value.line) == ("email/b.html", 2)


@pytest.mark.parametrize(
    "source", ["{% for x in page %}", "{{ page", "{% endif %}", "{{ page|nofilter }}", "{% frob %}"]
)
def test_a_syntax_error_names_template_and_line(source: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        compile_templates({"email/x.html": f"fine\n{source}"})
    assert (fault.value.template, fault.value.line) == ("email/x.html", 2)


def test_output_is_limited() -> None:
    templates = compile_templates(
        {"email/x.html": "{% for a in page %}{% for b in page %}" + "x" * 40 + "{% endfor %}{% endfor %}"}
    )
    with pytest.raises(TemplateFault, match=f"{MAX_OUTPUT:,}"):
        templates.whole("email/x.html", {"page": list(range(1_000))})


def test_a_block_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateFault, match="story"):
        compile_templates({"slack/message.txt": "x"}).block("slack/message.txt", "story", {})
