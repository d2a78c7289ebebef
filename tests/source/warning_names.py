"""Every warning of the language has its rule in the table of rules, and its name in the manual and on the man page."""

import os
import re
import sys

ROOT = os.environ["ROOT"]


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def main():
    rules = dict(re.findall(r'#define (RULE_\w+)\s+(?:\\\n\s*)?"(L\d+)"', read("src/compiler/rules.h")))
    warnings = re.findall(r'\{(RULE_\w+), "tarry-([\w-]+)"\}', read("src/compiler/warnings.c"))
    manual, page = read("docs/language.md"), read("docs/tarrycc.1")
    tests = os.listdir(os.path.join(ROOT, "tests", "errors"))
    wrong = [] if warnings else ["no warnings were found"]
    for rule, name in warnings:
        number = rules[rule]
        if f"| {number} |" not in manual:
            wrong.append(f"docs/language.md: no rule {number} in the table")
        if f"-Wtarry-{name}" not in manual and f"({number})" not in manual:
            wrong.append(f"docs/language.md: nothing about -Wtarry-{name}")
        if not re.search(rf"^\.It Cm {name}$", page, re.M):
            wrong.append(f"docs/tarrycc.1: no `.It Cm {name}`")
        if not any(test.startswith(number + "_") for test in tests):
            wrong.append(f"tests/errors: no test {number}_*.c")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
