"""What waits for what never goes round in a circle: the quick search agrees with every walk there is."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.plan.dependencies import find_circle

GRAPHS = st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3), max_size=7)


def walks_back(graph, start):
    """Slowly: everything that can be reached in as many steps as there are."""
    reached = set(graph.get(start, ()))
    for _ in range(8):
        reached |= {there for here in reached for there in graph.get(here, ())}
    return start in reached


@given(GRAPHS, st.integers(0, 6))
def test_a_circle_is_found_where_there_is_one_and_is_a_way(graph, start):
    circle = find_circle(graph, start)
    assert bool(circle) == walks_back(graph, start)
    if circle:
        assert circle[0] == circle[-1] == start
        assert all(there in graph[here] for here, there in itertools.pairwise(circle))


def test_the_way_is_named_from_its_beginning():
    assert find_circle({"1": ["2"], "2": ["3"], "3": ["1"]}, "1") == ("1", "2", "3", "1")
    assert find_circle({"1": ["1"]}, "1") == ("1", "1")
    assert find_circle({}, "1") == ()
