"""What can be made wrong with the LMS, so that a tool can be tried against it."""

from dataclasses import dataclass

from flask import Response, jsonify, redirect, request

HUGE = 2_000_000
# Given instead of the right answer. A number, such as "422", is a fault too: a refusal of that status.
WRONG_ANSWERS = {
    "html": ("<!doctype html><title>Huoltokatko</title>Palaamme pian.", "text/html"),
    "garbage": ('{"issuer": "https://', "application/json"),
    "list": ("[1, 2]", "application/json"),
}


@dataclass
class Faults:
    """What is wrong with the LMS at the moment."""

    key_set_down: bool = False
    key_set_slow: float = 0
    key_set_garbage: bool = False
    key_set_huge: bool = False
    answer_error: str = ""  # such as "access_denied"
    withhold_names: bool = False
    withhold_email: bool = False
    empty_custom: bool = False
    # "html", "garbage", "list", "redirect", "huge" or a status such as "401"; "created" is none, but as the specification has it
    configuration_answer: str = ""
    registration_answer: str = ""
    configuration_slow: float = 0
    registration_slow: float = 0
    # Origins that stand in the configuration in place of the LMS's own.
    foreign_issuer: str = ""
    foreign_endpoint: str = ""


def wrong_answer(kind):
    """The answer a fault gives instead of the right one, or None; who follows its redirect gets the right one."""
    if kind in {"", "huge", "created"} or request.args.get("moved"):
        return None
    if kind == "redirect":
        return redirect(f"{request.path}?moved=1", 307)
    if kind.isdecimal():
        return jsonify(message="ordered by a test"), int(kind)
    text, mimetype = WRONG_ANSWERS[kind]
    return Response(text, mimetype=mimetype)


def right_answer(kind, values):
    """The values as JSON, in good order but far too long if that is the fault."""
    answer = jsonify(values | {"padding": "x" * HUGE} if kind == "huge" else values)
    return answer, 201 if kind == "created" else 200
