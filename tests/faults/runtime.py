"""libtarry's n-th allocation fails, for each n, once or from then on: the program ends by itself, with a result or a message,
and neither a sanitizer nor the leak checker has a complaint. What it prints may differ, for its tasks see the errors."""
import os
import shlex
import subprocess
import sys

ROOT = os.environ["ROOT"]
BUILD = os.path.join(os.environ["BUILD"], "variants", os.environ["CC"] + "-address")
LONG = bool(os.environ.get("LONG"))
BEYOND_ALL = 2000
SECONDS = 60
# Tasks in all kinds of scopes, separate frames, cancellation, timers, the reactor, the blocking pool.
FEW = ["lang/recursion_fib", "lang/defer_in_recursion", "lang/fail_fast_cancels_siblings",
       "lang/parallel_inside_concurrent"]
MANY = ["recursion", "scope", "spawn", "parallel", "concurrent", "cancel", "defer", "race", "within", "blocking", "next",
        "limit", "read_lines", "files_on", "pointer", "deadline"]
wrong = []


def programs():
    if not LONG:
        return [os.path.join(ROOT, "tests", name + ".c") for name in FEW]
    folder = os.path.join(ROOT, "tests", "lang")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))
            if name.endswith(".c") and any(part in name for part in MANY)]


def directive(path, what):
    with open(path, encoding="utf-8") as file:
        return [line.split(f"// {what}:", 1)[1].strip() for line in file if f"// {what}:" in line]


def build(path, program):
    support = [os.path.join(ROOT, "tests", "lang", "support", name) for line in directive(path, "files") for name in line.split()]
    options = [word for line in directive(path, "options") for word in shlex.split(line)]
    uring = ["-luring"] if subprocess.run([os.environ["CC"], "-luring", "-shared", "-o", "/dev/null"], check=False,
                                          stderr=subprocess.DEVNULL).returncode == 0 else []
    command = [os.path.join(BUILD, "tarrycc"), "-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-w",
               *options, f"-I{ROOT}/src", path, *support, os.path.join(ROOT, "tests", "faults", "support", "fail_runtime.c"),
               "-o", program, os.path.join(BUILD, "libtarry.a"), "-pthread", *uring]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, "TARRY_CC": os.environ["CC"], "ASAN_OPTIONS": "detect_leaks=0"})
    if done.returncode != 0:
        wrong.append(f"{path} does not compile:\n{done.stderr}")
    return done.returncode == 0


def run(path, program, n, forever):
    environment = {**os.environ, "FAIL_ALLOCATION": str(n), "FAIL_REPORT": os.path.abspath("report"), "TARRY_WORKERS": "2",
                   **dict(line.split("=", 1) for line in directive(path, "env"))}
    if forever:
        environment["FAIL_FOREVER"] = "1"
    words = [word for line in directive(path, "args") for word in shlex.split(line)]
    text = "".join(line + "\n" for line in directive(path, "stdin"))
    try:
        done = subprocess.run([program, *words], env=environment, input=text, capture_output=True, text=True, timeout=SECONDS,
                              check=False, errors="replace")
    except subprocess.TimeoutExpired:
        return "it does not end"
    complains = "Sanitizer" in done.stderr or "runtime error" in done.stderr or "Assertion" in done.stderr
    return f"status {done.returncode}\n{done.stderr[-3000:]}" if complains or done.returncode < 0 else None


def try_program(path):
    program = os.path.abspath("program")
    if not build(path, program):
        return
    for forever in (False, True):
        for n in range(1, BEYOND_ALL):
            if os.path.exists("report"):
                os.unlink("report")
            fault = run(path, program, n, forever)
            if fault:
                wrong.append(f"{path}, allocation {n}{' and later' if forever else ''}: {fault}")
            if not os.path.exists("report"):
                print(f"{os.path.basename(path)}: {n - 1} allocations")
                break


for source in programs():
    try_program(source)
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
