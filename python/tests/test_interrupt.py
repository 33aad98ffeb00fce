"""Ctrl-C ends a call, wherever its work is."""

import signal
import subprocess
import sys
import time

import pytest

import newsfold

# Text of all kinds of words takes long: 7 seconds on two threads.
ROWS = """
import random
random.seed(1)
words = ["".join(random.choices("abcdefghijklmnop", k=6)) for _ in range(20_000)]
text = lambda: " ".join(f"{' '.join(random.choices(words, k=14)).capitalize()}." for _ in range(30))
busy = [{"text": text(), "cluster": n % 1500} for n in range(12_000)]
"""

BUSY = f"""{ROWS}
import newsfold
print("begun", flush=True)
newsfold.digest(busy, given_stories=True, threads=2)
print("done", flush=True)
"""

# Work that reports no step: nobody ever closes this standard input.
STUCK = """
import newsfold
print("begun", flush=True)
newsfold.digest("-")
print("done", flush=True)
"""


def interrupted(code, wait):
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(wait)
        assert process.poll() is None, "the work was done before the signal"
        begun = time.perf_counter()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)
        seconds = time.perf_counter() - begun
        return code, seconds, process.stdout.read(), process.stderr.read()
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
@pytest.mark.parametrize(
    ("code", "wait"), [(BUSY, 0.5), (BUSY, 1), (BUSY, 2), (STUCK, 0.3)]
)
def test_an_interrupt_ends_the_call(code, wait):
    code, seconds, out, err = interrupted(code, wait)
    assert code == -signal.SIGINT
    assert err.rstrip().endswith("KeyboardInterrupt")
    assert "panic" not in err
    assert out == ""
    # Half a second of grace, and the end of a process that holds much.
    assert seconds < 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_interrupted_work_ends_and_the_next_call_is_whole(rows):
    def late(*_):
        raise TimeoutError("enough")

    given = {}
    exec(ROWS, given)
    before = signal.signal(signal.SIGALRM, late)
    try:
        signal.setitimer(signal.ITIMER_REAL, 2)
        begun = time.perf_counter()
        with pytest.raises(TimeoutError, match="enough"):
            newsfold.digest(given["busy"], given_stories=True, threads=2)
        assert time.perf_counter() - begun < 4
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    # What was begun comes to its next step first, on a busy machine late; all of it would take 6 seconds more.
    spent = []
    while len(spent) < 60 and (len(spent) < 2 or spent[-1] - spent[-2] > 0.02):
        time.sleep(0.25)
        spent.append(time.process_time())
    assert spent[-1] - spent[0] < 5, "the work goes on"
    assert newsfold.digest(rows)["run"]["articles"] == 5
