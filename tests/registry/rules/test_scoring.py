"""By the least level: who gets which level, and why."""

import pytest

from registry.rules.judged import Inputs
from registry.rules.scoring import judge, prepare
from tests.factories.scheme_values import BELT, CONCEPTS, belt

READY = prepare(BELT, CONCEPTS)


@pytest.mark.parametrize(
    ("inputs", "levels", "level", "stars"),
    [
        (belt(), [1, 1, 1, 1], 1, 5),
        (belt("≥28 MPa", "≥500%", "≤121 mm³", "≥6.0 N/mm"), [1, 1, 2, 1], 2, 4),
        (belt("≥18 MPa", "≥400%", "≤150 mm³", "≥4.0 N/mm"), [2, 2, 2, 2], 2, 4),
        (belt("≥15 MPa", "≥350%", "≤200 mm³", "≥3.2 N/mm"), [3, 3, 3, 3], 3, 3),
        (belt("≥26 MPa", "≥470%", "≤110 mm³", ""), [1, 1, 1, None], None, None),
        (belt("≥26 MPa", "≥470%", "≤110 mm³", "≥5.5 N/mm", ph="3~9"), [1, 1, 1, 1], None, None),
        (belt("≥14.9 MPa", "≥500%", "≤90 mm³", "≥6 N/mm"), [0, 1, 1, 1], None, None),
    ],
)
def test_conveyor_belt_covers_are_graded_by_their_worst_indicator(inputs: Inputs, levels: list[int | None], level: int | None, stars: int | None) -> None:
    judged = judge(READY, inputs)
    assert ([reading.level for reading in judged.readings], judged.level, judged.stars) == (levels, level, stars)
