"""Templates compiled once for each language, with the words that never change already in them.

Why: `_("...")` with a constant sentence is a call and an escape at every rendering; a page has dozens, and they cost more
than its queries. Here they become text when the template is compiled, and neighbouring pieces of text become one.
What it costs: two compiled copies of each template. When not to look here: sentences with %(facts)s and everything in
Python are translated as ever, by i18n.py.
"""

import threading
from collections.abc import Mapping, MutableMapping
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import create_cache
from jinja2.visitor import NodeTransformer
from markupsafe import _escape_inner, escape  # the text itself, where `escape` wraps it in a Markup

from public_site import i18n

CACHED = 400  # compiled templates, for each language; more than there are


def rendered(template: str, **facts: Any) -> str:
    """A template with these names alone. Flask's own function also looks up request, session and g, which cost more than a lean page."""
    return current_app.jinja_env.get_template(template).render(facts)


class _Writing(CodeGenerator):
    """Jinja's compiler, whose templates write values through `SpokenEnvironment.written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class SpokenEnvironment(Environment):
    """Flask's template environment, which hands each rendering to the one of the reader's language."""

    spoken = ""
    code_generator_class = _Writing
    _compiling = threading.RLock()
    """Held while a template is looked up, so that after a start the threads do not all compile the same ones."""

    @staticmethod
    def written(value: Any) -> str:
        """A value as it is written between pieces of a template: escaped, but not yet wrapped in a `Markup` that nobody asks for."""
        return _escape_inner(value) if type(value) is str else escape(value)

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self.by_language: dict[str, SpokenEnvironment] = {}

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002 - Jinja's signature
        environment = self if self.spoken else self._in(i18n.language())
        with self._compiling:
            return super(SpokenEnvironment, environment)._load_template(name, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own dict where a template adds nothing: Jinja's chain of two is slow to compare at each import."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self.spoken:
            _Words(self.spoken, self.globals).visit(parsed)
        return parsed

    def _in(self, spoken: str) -> "SpokenEnvironment":
        found = self.by_language.get(spoken)
        if found is None:
            found = self.overlay()
            found.spoken, found.cache = spoken, create_cache(CACHED)
            self.by_language[spoken] = found
        return found


class _Words(NodeTransformer):
    """Puts constants for calls of `constant` functions with constant arguments, and for `|typed` where it does nothing."""

    def __init__(self, spoken: str, known: Mapping[str, Any]) -> None:
        self._spoken = spoken
        self._known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's visitors are called so
        self.generic_visit(node)
        called = self._known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs) and all(isinstance(each, nodes.Const) for each in node.args)
        if not plain or not getattr(called, i18n.CONSTANT, False):
            return node
        return nodes.Const(called(*(each.value for each in node.args)), lineno=node.lineno)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802 - Jinja's visitors are called so
        self.generic_visit(node)
        return node.node if node.name == "typed" and self._spoken == i18n.SOURCE and node.node is not None else node
