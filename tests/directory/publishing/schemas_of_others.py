"""Two judges of what goes out: the schemas of the UK profile, and ours of HSDS 3.0, both with formats checked."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from directory.publishing import standard

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
UK = SHARED / "oruk-3.0-uk-schemas"
EXAMPLES = SHARED / "hsds-3.0-examples"


@cache
def uk_judge(name: str) -> Draft202012Validator:
    """The UK profile's schema of this name, such as "service_list"."""
    schema = json.loads((UK / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


@cache
def our_judge(name: str) -> Draft202012Validator:
    """Our own schema of one thing of HSDS 3.0."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": standard.schemas()}}
    return Draft202012Validator(schema, format_checker=FormatChecker())


def faults(judge: Draft202012Validator, document: Any) -> list[str]:
    """What the judge finds wrong, each with its place in the document."""
    return [f"{error.json_path}: {error.message[:200]}" for error in judge.iter_errors(document)]
