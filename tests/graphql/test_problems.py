from __future__ import annotations

import pytest

from schema.problems import Conflict, problem_of
from server.kit import errors


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (errors.Conflict(type="Register"), False),
        (errors.Conflict(type="Negotiation", id=7), True),
    ],
    ids=["the register as a whole", "one object"],
)
def test_a_conflict_shows_its_object_when_it_has_one(error: errors.Conflict, shown: bool) -> None:
    problem = problem_of(error, "en")
    assert isinstance(problem, Conflict)
    assert (problem.current is not None) is shown
    assert problem.message
