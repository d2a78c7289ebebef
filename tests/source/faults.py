"""docs/faults.md names tests that exist, and each that it names by its own name says which faults it shows."""

import glob
import os
import re
import sys

ROOT = os.environ["ROOT"]


def rows(text):
    """Yields (numbers, tests) for each row. A test without a folder is in that of the one before it."""
    for line in text.split("\n"):
        numbers = re.match(r"\| (\d[\d, ]*)", line)
        if numbers:
            folder, tests = "", []
            for name in line.strip(" |").split("|")[-1].split(","):
                folder = os.path.dirname(name.strip()) or folder
                tests.append(os.path.join(folder, os.path.basename(name.strip())))
            yield re.findall(r"\d+", numbers[1]), tests


def main():
    wrong = []
    with open(os.path.join(ROOT, "docs", "faults.md"), encoding="utf-8") as file:
        table = list(rows(file.read()))
    for numbers, tests in table:
        for test in tests:
            path = os.path.join(ROOT, test)
            if not glob.glob(path):
                wrong.append(f"docs/faults.md: there is no {test}")
            elif os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    named = re.findall(r"\d+", " ".join(re.findall(r"[Ff](?:aults?|AULTS?) (\d[\d, and]*)", file.read())))
                wrong += [f"{test} does not say that it shows fault {n}" for n in numbers if n not in named]
    print("\n".join(wrong))
    return 1 if wrong or not table else 0


sys.exit(main())
