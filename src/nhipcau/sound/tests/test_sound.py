import array
import io
import math
import shutil
import wave

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.sound import workshop
from nhipcau.sound.chime import RATE, chime
from nhipcau.sound.kinds import OPENED_AS, kind_of
from nhipcau.sound.turn import Fault, _frames, levelled, turn, voice
from nhipcau.sound.workshop import Part, SoundFault, make_mp3, speak


def tone(seconds=2.0, loud=0.1, rate=16_000):
    """A WAV as a phone might write it."""
    said = array.array(
        "h",
        [round(loud * 32767 * math.sin(place / 12)) for place in range(int(seconds * rate))],
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(said.tobytes())
    return out.getvalue()


def loudness(pcm):
    samples = memoryview(pcm).cast("h")
    return math.sqrt(sum(one * one for one in samples) / len(samples))


def test_a_file_is_known_by_what_is_in_it():
    assert kind_of(tone()) == "wav"
    assert kind_of(b"\0\0\0\x20ftypM4A isom") == "m4a"
    assert kind_of(b"\xff\xfb\x90\x00") == "mp3"
    assert kind_of(b"\xff\xf1\x50\x80") == "aac"
    assert kind_of(b"#EXTM3U\nhttp://a.vn/x") == ""


@given(st.binary(max_size=40))
def test_any_bytes_are_a_known_kind_or_none(head):
    assert kind_of(head) in {"", *OPENED_AS}


def test_the_chime_begins_and_ends_in_silence_and_is_never_clipped():
    for name in ("begin", "end"):
        heard = memoryview(chime(name)).cast("h")
        assert abs(heard[0]) < 50
        assert abs(heard[-1]) < 200
        assert max(heard) < 32767 / 2


def test_soft_and_loud_voices_come_out_alike(tmp_path):
    heard = []
    for loud in (0.02, 0.8):
        path = tmp_path / "a.wav"
        path.write_bytes(tone(4, loud))
        heard.append(loudness(levelled(voice(path, 60))[RATE * 4 :]))
    assert 0.5 < heard[0] / heard[1] < 2


def test_parts_come_in_their_order_and_add_up(tmp_path):
    spoken = tmp_path / "a.wav"
    spoken.write_bytes(tone(2))
    said = {"voice": str(spoken)}
    order = {"into": str(tmp_path / "b.mp3"), "longest": 60, "kilobits": 48}
    parts = [{"chime": "begin"}, said, {"pause": 1.5}, said]
    made = turn({**order, "parts": parts})
    assert made["seconds"] == pytest.approx(len(chime("begin")) / 2 / RATE + 5.5, abs=0.2)
    assert kind_of((tmp_path / "b.mp3").read_bytes()) == "mp3"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"RIFF\0\0\0\0WAVEfmt junk", "unreadable"),
        (b"OggS" + b"x" * 2000, "unreadable"),
        (b"\0\0\0\x20ftypM4A " + b"z" * 4000, "unreadable"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "unreadable"),
        (tone(3, 0.0), "silent"),
        (tone(0.4), "short"),
        (tone(12), "long"),
    ],
)
def test_a_file_at_fault_is_told_apart(tmp_path, content, fault):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Fault, match=fault):
        voice(tmp_path / "a", 10)


@pytest.mark.parametrize(
    ("box", "codec", "kind"),
    [
        ("mp4", "aac", "m4a"),  # iPhones, most Android recorders
        ("ogg", "libopus", "ogg"),
        ("webm", "libopus", "webm"),  # what browsers record
        ("mp3", "libmp3lame", "mp3"),
        ("adts", "aac", "aac"),
    ],
)
def test_what_phones_record_is_read(tmp_path, box, codec, kind):
    path = tmp_path / "phone"
    with av.open(str(path), "w", format=box) as file:
        stream = file.add_stream(codec, rate=48_000, layout="mono")
        for frame in _frames(tone_at(RATE)):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert kind_of(path.read_bytes()[:16]) == kind
    assert len(voice(path, 60)) / 2 / RATE == pytest.approx(2, abs=0.2)


def tone_at(rate):
    return tone(2, 0.3, rate)[44:]


def test_the_process_of_its_own_speaks_vietnamese_and_makes_an_mp3(tmp_path):
    speak("Bà con chú ý.", tmp_path / "a.wav", language="vi")
    parts = [Part(chime="begin"), Part(voice=tmp_path / "a.wav")]
    seconds = make_mp3(parts, tmp_path / "b.mp3", longest=60, kilobits=48)
    assert 2.5 < seconds < 6


def test_a_fault_comes_back_from_the_process(tmp_path):
    (tmp_path / "a").write_bytes(b"nothing")
    with pytest.raises(SoundFault) as told:
        make_mp3([Part(voice=tmp_path / "a")], tmp_path / "b", longest=60, kilobits=48)
    assert told.value.code == "unreadable"


def test_without_the_speaking_program_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(workshop, "SPEAKER", "no-such-program")
    assert not workshop.may_speak()
    with pytest.raises(SoundFault) as told:
        speak("a", tmp_path / "a.wav", language="vi")
    assert told.value.code == "missing"


def test_a_process_that_is_killed_is_a_fault(tmp_path, monkeypatch):
    killed = tmp_path / "killed"
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o755)
    monkeypatch.setattr(workshop, "SPEAKER", str(killed))
    with pytest.raises(SoundFault) as told:
        speak("a", tmp_path / "a.wav", language="vi")
    assert told.value.code == "killed"


def test_a_process_that_hangs_is_ended(tmp_path):
    with pytest.raises(SoundFault) as told:
        workshop._run([shutil.which("sleep"), "5"], "", 0.05)
    assert told.value.code == "killed"
