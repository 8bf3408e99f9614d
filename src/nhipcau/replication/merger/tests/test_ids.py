"""Keys in little space: what is packed comes out again."""

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.replication.merger.ids import pack, unpack


@settings(max_examples=30)
@given(st.sets(st.integers(1, 400)))
def test_what_is_packed_comes_out_again(ids):
    assert unpack(pack(ids)) == sorted(ids)


def test_runs_are_written_as_runs():
    assert pack([3, 1, 2, 7, 9, 10]) == "1-3,7,9-10"


def test_other_keys_are_written_one_by_one():
    keys = [uuid.uuid4(), uuid.uuid4()]
    assert set(unpack(pack(keys), is_number=False)) == {str(key) for key in keys}
