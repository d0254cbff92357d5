"""Links between spans: distances by hand, and probabilities that are some."""

from __future__ import annotations

import numpy as np
import pytest

from quotecheck.speech.links import DISTANCES, WIDTH, Links, distance
from quotecheck.speech.tags import Tagged


def test_distance_tells_before_from_behind() -> None:
    one = np.array([[10, 12]])
    two = np.array([[13, 14], [14, 20], [7, 9], [0, 1], [400, 401]])
    far = distance(one, two)[0].tolist()
    # by hand: behind by 1, by 2, before by 1, by 9, and farther behind than the last step
    half = DISTANCES // 2
    assert far == [half + 0, half + 1, 0, 5, DISTANCES - 1]


def test_a_content_goes_to_the_cue_with_its_vector_and_to_none_where_there_is_none() -> None:
    random = np.random.default_rng(3)
    ends = np.zeros((20, 8 * WIDTH + 2), np.float32)
    vector = random.choice([-3.0, 3.0], WIDTH)
    ends[2, :WIDTH] = vector  # first piece of a content
    ends[9, 2 * WIDTH : 3 * WIDTH] = vector  # first piece of the cue that is its own
    ends[15, 2 * WIDTH : 3 * WIDTH] = -vector
    ends[9, -2], ends[15, -2] = 4.0, -4.0
    content = [Tagged("content", 2, 4, 0.9)]
    cues = [Tagged("cue", 15, 15, 0.9), Tagged("cue", 9, 10, 0.9)]
    links = Links(np.zeros((2, WIDTH)), np.zeros((2, DISTANCES)))
    whose = links.cues(ends, content, cues)
    assert whose.shape == (1, 3)
    assert whose.sum() == pytest.approx(1.0)
    assert whose[0].argmax() == 2
    assert links.cues(ends, content, []).tolist() == [[1.0]]
    assert links.sources(ends, [], []).shape == (0, 1)
    assert links.speech(ends, cues).round(3).tolist() == [0.018, 0.982]  # the logistic of -4 and 4
