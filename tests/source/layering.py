"""The layers: what a folder under src/ may include. Nothing includes a .c file; the compiler and the runtime never meet."""
import os
import re
import sys

ROOT = os.environ["ROOT"]
LAYERS = ["base", "reactor", "runtime", "sync", "io", "net", "http"]  # each may include itself and what stands before it
COMPILER = "compiler"  # only itself and base


def includes(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = re.match(r'\s*#\s*include\s+(["<])([^">]+)', line)
            if match:
                yield number, match[1], match[2]


def allowed(folder):
    return [COMPILER, "base"] if folder == COMPILER else LAYERS[:LAYERS.index(folder) + 1]


def faults(path, folder):
    """What is wrong with the includes of a file in src/`folder`; None: of a public header."""
    for number, quote, name in includes(path):
        where = f"{os.path.relpath(path, ROOT)}:{number}"
        if name.endswith(".c"):
            yield f"{where}: includes a .c file: {name}"
        elif folder is None:
            if quote == '"':
                yield f"{where}: a public header includes \"{name}\": write <...>"
        elif quote == '"':
            other = name.split("/")[0]
            if "/" not in name or not os.path.exists(os.path.join(ROOT, "src", name)):
                yield f"{where}: \"{name}\" is not written relative to src/"
            elif other not in allowed(folder):
                yield f"{where}: {folder} must not include {name}"
        elif folder == COMPILER and name.startswith("tarry"):
            yield f"{where}: the compiler must not include {name}"


def main():
    wrong = []
    for top, _, files in os.walk(os.path.join(ROOT, "src")):
        folder = os.path.relpath(top, os.path.join(ROOT, "src")).split(os.sep)[0]
        for name in sorted(files):
            if folder == ".":
                if name.endswith((".c", ".h")):
                    wrong.append(f"src/{name}: sources stand in a folder, which is their layer")
            elif folder not in LAYERS + [COMPILER]:
                wrong.append(f"src/{folder} is no layer: name it in tests/source/layering.py")
            elif name.endswith((".c", ".h")):
                wrong += faults(os.path.join(top, name), folder)
    for top, _, files in os.walk(os.path.join(ROOT, "include")):
        for name in sorted(files):
            wrong += faults(os.path.join(top, name), None)
    for top, _, files in os.walk(os.path.join(ROOT, "tests")):
        for name in sorted(files):
            if name.endswith((".c", ".h")) and os.sep + "errors" not in top:
                path = os.path.join(top, name)
                wrong += [f"{os.path.relpath(path, ROOT)}:{number}: includes a .c file: {included}"
                          for number, _, included in includes(path) if included.endswith(".c")]
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
