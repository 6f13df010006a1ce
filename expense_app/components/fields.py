"""Labels, inputs and the words around them.

A field that shows what the books hold carries it in `data-server`: the client script follows it unless the person is
typing there, so a page that fills in live never overwrites what is being written. A field with `data-told` is not
followed either while the newest text that it handed in has no answer: the script numbers what is handed in, the handler
takes the number (`ASKED`), and `data-told` is the newest one that was answered for.
"""

from typing import Any, Final

import reflex as rx

from expense_app.components.marks import icon
from expense_app.words import _

# What stood in the field when the person began to type, and the number of the hand-in: the client script notes both.
SEEN: Final = rx.Var("(_e?.target?.dataset?.seen ?? null)", _var_type=str)
ASKED: Final = rx.Var("Number(_e?.target?.dataset?.asked ?? 0)", _var_type=int)


def labelled(
    name: str,
    label: str | rx.Var[str],
    control: rx.Component,
    *,
    mark: rx.Component | None = None,
    hint: Any = "",
    error: Any = None,
    cls: Any = "field",
    before: Any = None,
    box_cls: str = "inp",
) -> rx.Component:
    """A field: label with a mark at its end, the control in its box, hint and error below."""
    below = [rx.el.p(hint, class_name="hint", id=f"h-{name}")]
    if error is not None:
        below.append(rx.el.p(error, class_name="err", id=f"e-{name}", role="alert"))
    return rx.el.div(
        rx.el.div(rx.el.label(label, html_for=f"f-{name}"), mark or rx.fragment(), class_name="lab"),
        rx.el.div(
            rx.el.span(before, class_name="pre", aria_hidden="true") if before is not None else rx.fragment(), control, class_name=box_cls
        ),
        *below,
        class_name=cls,
    )


def described(name: str, error: Any = None) -> dict[str, Any]:
    """The attributes that tie an input to its hint and its error."""
    ties: dict[str, Any] = {"aria-describedby": f"h-{name}" if error is None else f"h-{name} e-{name}"}
    if error is not None:
        ties["aria-invalid"] = rx.cond(error, "true", "false")  # a field that nothing is said of has no entry at all
    return ties


def text_input(name: str, *, error: Any = None, attrs: dict[str, Any] | None = None, **props: Any) -> rx.Component:
    """A one-line input of the form field `name`."""
    return rx.el.input(id=f"f-{name}", name=name, custom_attrs=described(name, error) | (attrs or {}), **props)


def options(pairs: Any) -> rx.Component:
    """The choices of a select, from a var of rows with `value` and `label`."""
    return rx.foreach(pairs, lambda pair: rx.el.option(pair.label, value=pair.value))


def gate_field(name: str, label: str, kind: str = "text", **props: Any) -> rx.Component:
    """A field of a form that the client script sends: it writes the refusal under the field."""
    ties = {"aria-describedby": f"e-{name}"}
    return rx.el.div(
        rx.el.div(rx.el.label(label, html_for=f"f-{name}"), class_name="lab"),
        rx.el.div(rx.el.input(id=f"f-{name}", name=name, type=kind, required=True, custom_attrs=ties, **props), class_name="inp"),
        rx.el.p(class_name="err", id=f"e-{name}", custom_attrs={"data-error": name}),
        class_name="field",
    )


def certainty(mark: rx.Var[str]) -> rx.Component | rx.Var:
    """How a value came to be, in words: read off the receipt, to be checked, or entered by a person."""
    return rx.match(
        mark,
        ("check", rx.el.span(_("Please check"), class_name="mk check")),
        ("yours", rx.el.span(_("Entered by you"), class_name="mk")),
        ("read", rx.el.span(icon("check", 13), _("From receipt"), class_name="mk")),
        ("guess", rx.el.span(icon("sparkles", 13), _("Suggested"), class_name="mk")),
        rx.fragment(),
    )
