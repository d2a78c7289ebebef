#!/usr/bin/env python3
"""Compares random programs: the translation by tarrycc against the same text as plain C.

    run.py [--by own|csmith] [--count N] [--seed S] [--lines N] [--every] [--only CONFIGURATION]
           [--build FOLDER] [--keep FOLDER] [--jobs N]

Programs S, S+1, ... are written by generate.py, or by csmith and made async by csmith.py. A configuration is a compiler,
its optimisation and how often what is awaited suspends (never, always, at random): "gcc -O2 -DYIELDS=1". Programs take
turns with the twelve; --every gives each program gcc and clang with -O0 and -O2, suspensions in turn; --only names one.
The plain side is compiled by gcc, which has nested functions.

Prints what differs, and keeps the program in --keep; the last line is "N agree, N differ, N skipped". Skipped are a program
that does not end in time as plain C, and one that means different things to gcc and to clang as plain C.
"""

import argparse
import concurrent.futures
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import csmith  # noqa: E402
import generate  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLAIN_SECONDS, SECONDS, COMPILE_SECONDS = 2, 30, 240
COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)]
CONFIGURATIONS = [f"{compiler} {level} -DYIELDS={yields}"
                  for yields in (2, 1, 0) for level in ("-O0", "-O2") for compiler in COMPILERS]


def run(command, seconds=SECONDS, **environment):
    """Returns (status, output); status None: not over in time."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False,
                              env={**os.environ, **environment})
    except subprocess.TimeoutExpired as late:
        return None, (late.stdout or b"").decode(errors="replace")
    return done.returncode, done.stdout.decode(errors="replace")


def plain(compiler, source, binary):
    """What the program prints as plain C: (status, output), or an error as text."""
    status, text = run([compiler, "-DPLAIN", "-w", "-O0", source, "-o", binary], COMPILE_SECONDS)
    return run([binary], PLAIN_SECONDS) if status == 0 else f"{compiler} does not compile the plain program:\n{text}"


def first_difference(found, expected):
    lines, wanted = found[1].split("\n"), expected[1].split("\n")
    at = next((i for i, (a, b) in enumerate(zip(lines, wanted)) if a != b), min(len(lines), len(wanted)))
    return f"line {at + 1}: {lines[at:at + 1]} instead of {wanted[at:at + 1]}, status {found[0]} and {expected[0]}"


def compare_one(source, configuration, expected, arguments):
    compiler, *options = shlex.split(configuration)
    binary = os.path.join(os.path.dirname(source), "tarry")
    status, text = run([os.path.join(arguments.build, "tarrycc"), "-w", *options, source, "-o", binary],
                       COMPILE_SECONDS, TARRY_CC=compiler)
    if status != 0:
        return f"tarrycc fails ({status}):\n{text}"
    found = run([binary])
    return "" if found == expected else first_difference(found, expected)


def configurations_of(seed, arguments):
    if arguments.only:
        return [arguments.only]
    if not arguments.every:
        return [CONFIGURATIONS[seed % len(CONFIGURATIONS)]]
    pairs = [(compiler, level) for compiler in COMPILERS for level in ("-O0", "-O2")]
    return [f"{compiler} {level} -DYIELDS={(seed + i) % 3}" for i, (compiler, level) in enumerate(pairs)]


def text_of(seed, arguments):
    return csmith.generate(seed, arguments.lines) if arguments.by == "csmith" else generate.generate(seed)


def compare(seed, arguments):
    """Returns "" if all agree, None if there is nothing to compare, else what is wrong."""
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        source = os.path.join(folder, "program.c")
        with open(source, "w", encoding="ascii") as file:
            file.write(text_of(seed, arguments))
        expected = plain("gcc", source, os.path.join(folder, "plain"))
        if isinstance(expected, str):
            return expected
        if expected[0] is None:
            return None
        if expected[0] < 0:
            return f"the plain program is killed by signal {-expected[0]}"
        for configuration in configurations_of(seed, arguments):
            wrong = compare_one(source, configuration, expected, arguments)
            if wrong:
                if arguments.by == "csmith" and "clang" in COMPILERS:
                    if plain("clang", source, os.path.join(folder, "plain")) != expected:
                        return None
                return f"{configuration}: {wrong}"
        return ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--by", choices=("own", "csmith"), default="own")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=int, default=350, help="how long csmith's programs may be")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--keep")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    if arguments.by == "csmith" and not csmith.here():
        print("csmith is not here")
        return 77
    results = {"agree": 0, "differ": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        seeds = range(arguments.seed, arguments.seed + arguments.count)
        for seed, wrong in zip(seeds, pool.map(lambda seed: compare(seed, arguments), seeds)):
            results["skipped" if wrong is None else "differ" if wrong else "agree"] += 1
            if wrong:
                print(f"{arguments.by} {seed}: {wrong}", flush=True)
                if arguments.keep:
                    with open(os.path.join(arguments.keep, f"{arguments.by}{seed}.c"), "w", encoding="ascii") as file:
                        file.write(text_of(seed, arguments))
    print(", ".join(f"{count} {what}" for what, count in results.items()))
    return 1 if results["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
