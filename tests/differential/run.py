#!/usr/bin/env python3
"""Compares random programs: the translation by tarrycc against the same text as plain C.

    run.py [--count N] [--seed S] [--build FOLDER] [--options "-O2"] [--keep FOLDER] [--jobs N]

Programs S, S+1, ... are written by generate.py. The compiler is $TARRY_CC, or gcc; the plain side needs gcc, for its nested functions.
Prints the seed of each program that differs and keeps it in --keep; the last line is "N agree, N differ, N skipped".
A program that does not end in time as plain C is skipped.
"""

import argparse
import concurrent.futures
import os
import shlex
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from generate import generate  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 20


def run(command):
    """Returns (status, output); status None: not over in time."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        return None, (late.stdout or b"").decode(errors="replace")
    return done.returncode, done.stdout.decode(errors="replace")


def compare(seed, arguments):
    """Returns "" if both agree, None if there is nothing to compare, else what is wrong."""
    with tempfile.TemporaryDirectory(prefix="differential-") as folder:
        source = os.path.join(folder, "program.c")
        with open(source, "w", encoding="ascii") as file:
            file.write(generate(seed))
        plain, tarry = os.path.join(folder, "plain"), os.path.join(folder, "tarry")
        status, text = run(["gcc", "-DPLAIN", "-w", "-O0", source, "-o", plain])
        if status != 0:
            return "the plain program does not compile:\n" + text
        expected = run([plain])
        if expected[0] is None:
            return None
        command = [os.path.join(arguments.build, "tarrycc"), "-w", *shlex.split(arguments.options), source, "-o", tarry]
        status, text = run(command)
        if status != 0:
            return "tarrycc fails:\n" + text
        found = run([tarry])
        if found == expected:
            return ""
        lines, wanted = found[1].split("\n"), expected[1].split("\n")
        at = next((i for i, (a, b) in enumerate(zip(lines, wanted)) if a != b), min(len(lines), len(wanted)))
        return f"line {at + 1}: {lines[at:at + 1]} instead of {wanted[at:at + 1]}, status {found[0]} and {expected[0]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--options", default="-O1")
    parser.add_argument("--keep")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    results = {"agree": 0, "differ": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        seeds = range(arguments.seed, arguments.seed + arguments.count)
        for seed, wrong in zip(seeds, pool.map(lambda seed: compare(seed, arguments), seeds)):
            results["skipped" if wrong is None else "differ" if wrong else "agree"] += 1
            if wrong:
                print(f"seed {seed}: {wrong}", flush=True)
                if arguments.keep:
                    with open(os.path.join(arguments.keep, f"{seed}.c"), "w", encoding="ascii") as file:
                        file.write(generate(seed))
    print(", ".join(f"{count} {what}" for what, count in results.items()))
    return 1 if results["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
