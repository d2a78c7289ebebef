"""docs/tour.md is true: each `$ tarrycc ...` in it is run on the tour's program, and the lines below it must appear in the
output, in order and next to each other (white space does not count, nor how many items the headers have)."""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.environ["ROOT"]
TARRYCC = os.path.join(os.environ["BUILD"], "tarrycc")


def blocks(text):
    """Yields (command, lines) for each indented block that begins with a $."""
    command, lines = None, []
    for line in text.split("\n") + [""]:
        if line.startswith("    "):
            if line.startswith("    $ "):
                if command:
                    yield command, lines
                command, lines = line[6:], []
            elif command:
                lines.append(line[4:].rstrip())
        elif command:
            yield command, lines
            command, lines = None, []


def squeeze(text):
    return re.sub(r"\s+", "", re.sub(r"\bitem \d+", "item", text))


def main():
    with open(os.path.join(ROOT, "docs", "tour.md"), encoding="utf-8") as file:
        text = file.read()
    program = re.search(r"```c\n// job\.c\n(.*?)```", text, re.S)[1]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "job.c"), "w", encoding="utf-8") as file:
            file.write("\n" + program)  # the comment line of the tour
        for command, wanted in blocks(text):
            words = command.replace("tarrycc", TARRYCC, 1)
            run = subprocess.run(words, shell=True, cwd=folder, capture_output=True, text=True, check=False)
            got = run.stdout
            if run.returncode != 0 or squeeze("\n".join(wanted)) not in squeeze(got):
                failures += 1
                print(f"docs/tour.md: `{command}` (exit status {run.returncode}) does not print:\n" + "\n".join(wanted))
                print(f"but:\n{got[-3000:]}\n{run.stderr}")
    return 1 if failures else 0


sys.exit(main())
