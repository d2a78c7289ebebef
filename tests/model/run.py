#!/usr/bin/env python3
"""One model of tests/model: built from unchanged sources of src/ and the checker in support/, and explored; then once for each
mutant, a copy of the sources with a fault planted, which has to be found. Called by tests/run.py; by hand:

    tests/model/run.py tests/model/test_ring.c [WORD...]

With words, only mutants whose name contains one of them, and all the checker prints. In a model's comments:

    // sources: FILE...                            of src/, compiled into it
    // small: FILE: OLD -> NEW                     a constant that is smaller in the model
    // mutant: NAME: FILE: OLD -> NEW: KIND        a fault, and what it is found as: race, assertion, deadlock, use after free,
                                                   crash, no end. OLD stands in the file once; \\n is a new line
    // language: tarry                             the model is compiled by tarrycc
    // real: FILE                                  a header of src/ that is not replaced by support/seam
"""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CC = os.environ.get("CC", "gcc")
CHECKER = ["explore", "memory", "instrumentation", "report"]
WORLD = "tests/model/support/world.c"  # knows the structures as the model has them, but is part of the checker
COMMON = ["-std=gnu11", "-D_GNU_SOURCE", "-DTARRY_NO_KEYWORDS", "-DTARRY__NEVER_ALONE", "-g", "-fno-pie"]
# The accesses to memory as the compiler sees them before it knows better.
UNSEEN = [*COMMON, "-O2", "-Wall", "-Wextra", "-Werror"]
INSTRUMENTED = [*COMMON, "-O1", "-fsanitize=thread", "-w"]
SECTIONS = ["-ffunction-sections", "-fdata-sections"]  # what a model does not reach need not be linked
COPIERS = ["memcpy", "memmove", "memset"]  # calls of the library, which the compiler leaves as they are
SECONDS = 100 if not os.environ.get("LONG") else 1800


class Failure(Exception):
    pass


class Model:
    def __init__(self, path):
        self.path = path
        self.sources, self.small, self.mutants, self.real, self.compiler = [], [], [], [], [CC]
        with open(path, encoding="utf-8") as file:
            for line in file:
                match = re.match(r"// (sources|small|mutant|real|language): (.*)$", line)
                if match:
                    getattr(self, "read_" + match[1])(match[2])

    def read_sources(self, text):
        self.sources += text.split()

    def read_real(self, text):
        self.real += text.split()

    def read_language(self, text):
        assert text == "tarry"
        self.compiler = [os.environ.get("TARRYCC", os.path.join(ROOT, "build", "tarrycc")), "-UTARRY_NO_KEYWORDS"]

    def read_small(self, text):
        file, change = text.split(": ", 1)
        self.small.append((file, *change.split(" -> ", 1)))

    def read_mutant(self, text):
        match = re.fullmatch(r"(.*?): (\S+\.[ch]): (.*) -> (.*): ([a-z ]+)", text)
        if not match:
            raise Failure(f"{self.path}: this is no mutant: {text}")
        self.mutants.append((match[1], (match[2], match[3], match[4]), match[5]))


def must(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(" ".join(command) + "\n" + done.stdout + done.stderr)


def overlay(folder, model, changes):
    """Copies of what differs from src/, in a folder that the compiler looks into first."""
    texts = {}
    for file in model.real:
        with open(os.path.join(ROOT, "src", file), encoding="utf-8") as source:
            texts["src/" + file] = source.read()
    for file, old, new in changes:
        if file not in texts:
            with open(os.path.join(ROOT, file), encoding="utf-8") as source:
                texts[file] = source.read()
        old, new = old.replace("\\n", "\n"), new.replace("\\n", "\n")
        if texts[file].count(old) != 1:
            raise Failure(f"{model.path}: this stands {texts[file].count(old)} times in {file}: {old}")
        texts[file] = texts[file].replace(old, new)
    for file, text in texts.items():
        place = os.path.join(folder, os.path.relpath(file, "src"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as copy:
            copy.write(text)
    return texts


def includes_of():
    return ["-I" + os.path.join(HERE, "support", "seam"), "-I" + os.path.join(HERE, "support"),
            "-I" + os.path.join(ROOT, "src"), "-I" + os.path.join(ROOT, "include")]


def object_of(source):
    return os.path.relpath(source, ROOT).replace("/", "-") + ".o" if os.path.isabs(source) else source.replace("/", "-") + ".o"


def build(folder, model, changes, checker, only=None):
    """`only`: the one source that differs from the model as it is, which was built before."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    changed = overlay(os.path.join(folder, "src"), model, changes)
    includes = ["-I" + os.path.join(folder, "src"), *includes_of()]
    objects = []
    for source in [model.path, WORLD, *model.sources]:
        if only and source != only:
            objects.append(os.path.join(folder, "..", "real", object_of(source)))
            continue
        copied = os.path.join(folder, source) if source in changed else os.path.join(ROOT, source)
        objects.append(os.path.join(folder, object_of(source)))
        compiler = model.compiler if source == model.path else [CC]
        options = UNSEEN if source == WORLD else INSTRUMENTED
        must([compiler[0], *options, *compiler[1:], *SECTIONS, *includes, "-c", copied, "-o", objects[-1]])
        if source != WORLD:
            must(["objcopy", *(f"--redefine-sym={name}=__tsan_{name}" for name in COPIERS), objects[-1]])
    program = os.path.join(folder, "program")
    must([CC, "-no-pie", "-Wl,--gc-sections", *objects, *checker, "-o", program])
    return program


def build_checker(folder):
    objects = []
    for part in CHECKER:
        objects.append(os.path.join(folder, part + ".o"))
        must([CC, *UNSEEN, *SECTIONS, *includes_of(), "-c",
              os.path.join(HERE, "support", part + ".c"), "-o", objects[-1]])
    return objects


def explore(program, brief):
    environment = dict(os.environ, **({"MODEL_BRIEF": "1"} if brief else {}))
    try:
        done = subprocess.run([program], capture_output=True, text=True, check=False, env=environment, timeout=SECONDS)
    except subprocess.TimeoutExpired as late:
        return "not over", f"not over after {SECONDS} s: {(late.stdout or b'').decode()}"
    if done.returncode == 0:
        return None, done.stdout
    found = re.search(r"^failed: ([a-z ]+): ", done.stdout, re.M)
    return found[1] if found else f"status {done.returncode}", done.stdout + done.stderr


def main():
    path, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    model = Model(path)
    folder = os.path.abspath(os.environ.get("MODEL_FOLDER", "/tmp/tarry-model" if words else "model"))
    os.makedirs(folder, exist_ok=True)
    checker = build_checker(folder)
    wrong = []
    real = build(os.path.join(folder, "real"), model, model.small, checker)
    if not words:
        found, text = explore(real, False)
        print(text)
        if found:
            wrong.append("the sources as they are")
    for name, change, kind in model.mutants:
        if words and not any(word in name for word in words):
            continue
        place = os.path.join(folder, re.sub(r"\W+", "_", name))
        only = change[0] if change[0] in model.sources else None
        found, text = explore(build(place, model, [*model.small, change], checker, only), not words)
        print(f"{name}: {'not found' if not found else 'found as ' + found}")
        if words:
            print(text)
        if found != kind:
            wrong.append(f"{name}: {found or 'not found'}, not {kind}\n{text}")
    print("\n".join(["", "Wrong:", *wrong] if wrong else []))
    return 1 if wrong else 0


try:
    sys.exit(main())
except Failure as failure:
    sys.exit(str(failure))
