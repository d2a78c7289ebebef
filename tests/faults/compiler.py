"""tarrycc's n-th allocation fails, for each n, once or from then on: it says so and leaves nothing behind, or does without."""
import os
import re
import subprocess
import sys

ROOT, TARRYCC = os.environ["ROOT"], os.environ["TARRYCC"]
SUPPORT = os.path.join(ROOT, "tests", "faults", "support")
BEYOND_ALL = 3000  # no run allocates so often
LONG = bool(os.environ.get("LONG"))
wrong = []

subprocess.run([os.environ["CC"], "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", os.path.join(SUPPORT, "fail_allocation.c"),
                "-o", "fail.so"], check=True)
os.mkdir("temporary")


def source(name):
    return os.path.join(ROOT, "tests", name)


CASES = {
    "object": ["-O0", "-c", source("lang/await_in_several_arguments.c"), "-o", "out.o"],
    "long": ["-O0", "-c", source("lang/long_function.c"), "-o", "out.o"],
    "errors": ["-c", source("errors/several_errors.c"), "-o", "out.o"],
    "plain": ["-c", os.path.join(SUPPORT, "plain.c"), "-o", "out.o"],
    "emit": ["--emit-c", source("lang/long_function.c")],
    "two": ["-c", source("lang/long_function.c"), source("lang/await_in_several_arguments.c"), "-save-temps", "-MD"],
}


def run(words, n, forever):
    environment = {**os.environ, "TMPDIR": os.path.abspath("temporary"), "LD_PRELOAD": os.path.abspath("fail.so"),
                   "FAIL_ALLOCATION": str(n), "FAIL_REPORT": os.path.abspath("report")}
    if forever:
        environment["FAIL_FOREVER"] = "1"
    try:
        return subprocess.run([TARRYCC, *words], env=environment, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return None


def messages(done):
    """The errors without their places, which take memory to be exact."""
    return re.findall(r"\d: error: (.*)", done.stderr)


def faults(done, expected):
    if done is None:
        yield "hangs"
        return
    left = os.listdir("temporary")
    if left:
        yield f"left behind: {left}"
        for name in left:
            subprocess.run(["rm", "-rf", os.path.join("temporary", name)], check=True)
    if done.returncode == expected.returncode and done.stdout == expected.stdout and messages(done) == messages(expected):
        return  # it did without that memory
    if done.returncode != 1:
        yield f"status {done.returncode}"
    if "out of memory" not in done.stderr and "Cannot allocate memory" not in done.stderr:
        yield f"no word of memory: {done.stderr[-500:]!r}"
    if done.returncode != 0 and os.path.exists("out.o"):
        yield "an object file is left behind"


def try_case(name, forever):
    words = CASES[name]
    expected = run(words, 0, False)
    for n in range(1, BEYOND_ALL):
        for path in ("report", "out.o"):
            if os.path.exists(path):
                os.unlink(path)
        done = run(words, n, forever)
        wrong.extend(f"{name}, allocation {n}{' and later' if forever else ''}: {fault}" for fault in faults(done, expected))
        if not os.path.exists("report"):
            print(f"{name}: {n - 1} allocations")
            return
    wrong.append(f"{name}: no end")


for case in CASES if LONG else ("object", "errors", "plain"):
    try_case(case, False)
    if LONG:
        try_case(case, True)
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
