"""The scanner's set of typedef names is clang's, on clang -E output of the headers installed here."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["ROOT"], "tests", "identity", "support"))
import corpus  # noqa: E402

if not shutil.which("clang"):
    print("clang is not here")
    sys.exit(77)
folder = os.getcwd()
program = corpus.compile_program(folder)
names = files = 0
wrong = []
# glibc makes typedefs of these for old clang; the lexer knows them as types already.
KEYWORDS = {"_Float32", "_Float32x", "_Float64", "_Float64x", "_Float128"}


def typedefs_of_clang(path):
    """None: clang refuses the file."""
    command = ["clang", "-fsyntax-only", "-w", "-Xclang", "-ast-dump", "-fno-color-diagnostics", "-x", "cpp-output", path]
    found = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            match = re.match(r"[|`]-TypedefDecl 0x\w+ (?:prev 0x\w+ )?<(?!<invalid sloc>>).*?> .*?(\w+) '", line)
            if match:
                found.add(match[1])
    return found - KEYWORDS if process.returncode == 0 else None


def typedefs_of_scanner(path):
    done = subprocess.run([program, "--typedefs", path], capture_output=True, text=True, check=False, timeout=120)
    return set(done.stdout.split()) if done.returncode == 0 else {f"(status {done.returncode})"}


for name, path in corpus.preprocessed_headers("clang", folder):
    wanted = typedefs_of_clang(path)
    if wanted is None:
        continue
    found = typedefs_of_scanner(path)
    names += len(found)
    files += 1
    if found != wanted:
        wrong.append(f"{name}: not found: {sorted(wanted - found)}, found besides: {sorted(found - wanted)}")
print("\n".join(wrong))
print(f"{names} names in {files} headers")
sys.exit(1 if wrong or names == 0 else 0)
