"""A valid program with a token dropped, doubled or exchanged: what plain C refuses, tarrycc refuses too, and it never crashes.

The plain side is the same text without tarrycc, where the words of <tarry.h> only type-check. What that view takes and
tarrycc refuses is left to the rules of the language.
"""
import glob
import os
import random
import re
import subprocess
import sys

ROOT, TARRYCC, CC = os.environ["ROOT"], os.environ["TARRYCC"], os.environ["CC"]
COUNT = 3000 if os.environ.get("LONG") else 60
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/|#[^\n]*|\w+|[^\w\s]', re.S)
r = random.Random(1)
wrong = []


def mutate(text):
    places = [m.span() for m in TOKEN.finditer(text) if m[0][0] != "#" and m[0][:2] not in ("//", "/*")]
    first, end = r.choice(places)
    other = text[slice(*r.choice(places))]
    return text[:first] + r.choice(["", text[first:end] + " " + text[first:end], other]) + text[end:]


def run(command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, errors="replace")


sources = sorted(path for path in glob.glob(f"{ROOT}/tests/lang/*.c"))
for number in range(COUNT):
    source = r.choice(sources)
    with open(source, encoding="utf-8") as file:
        text = mutate(file.read())
    with open("program.c", "w", encoding="utf-8") as file:
        file.write(text)
    folder = os.path.dirname(source)
    done = run([TARRYCC, "-w", f"-I{folder}", "-c", "program.c", "-o", "program.o"])
    if done.returncode not in (0, 1):
        wrong.append(f"{source}, mutation {number}: status {done.returncode}\n{done.stderr[-2000:]}")
    elif done.returncode == 0:
        plain = run([CC, "-w", "-fsyntax-only", f"-I{folder}", f"-I{ROOT}/include", "program.c"])
        if plain.returncode != 0:
            os.rename("program.c", f"accepted{number}.c")
            wrong.append(f"{source}, mutation {number}: tarrycc takes what plain C refuses:\n{plain.stderr[-800:]}")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
