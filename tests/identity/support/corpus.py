"""What the front end is tried on: the headers installed here, csmith's programs and the project's own code, preprocessed."""
import glob
import os
import shutil
import subprocess
import sys

ROOT, BUILD = os.environ["ROOT"], os.environ["BUILD"]
LONG = bool(os.environ.get("LONG"))
COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)]
# In the short run these; in the long one every header there is.
FEW = ["immintrin.h", "stdio.h", "stdlib.h", "pthread.h", "math.h", "tgmath.h", "netinet/in.h", "sys/socket.h",
       "linux/swab.h", "linux/io_uring.h", "linux/bpf.h", "liburing.h", "threads.h", "stdatomic.h", "sched.h", "byteswap.h"]
FOLDERS = ["/usr/include/*.h", "/usr/include/*/*.h", "/usr/include/*-linux-gnu/*/*.h", "/usr/include/linux/*/*.h"]


def compile_program(folder):
    """The test program over the compiler's library."""
    program = os.path.join(folder, "identity")
    subprocess.run([COMPILERS[0], "-O1", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", f"-I{ROOT}/src",
                    f"{ROOT}/tests/identity/support/identity.c", f"{BUILD}/libtarrycc.a", "-o", program], check=True)
    return program


def headers():
    if not LONG:
        return FEW
    found = set(FEW)
    for pattern in FOLDERS:
        found.update(os.path.relpath(path, "/usr/include") for path in glob.glob(pattern) if "/c++/" not in path)
    for compiler in COMPILERS:
        folder = subprocess.run([compiler, "-print-file-name=include"], capture_output=True, text=True, check=True).stdout
        found.update(os.path.basename(path) for path in glob.glob(folder.strip() + "/*.h"))
    return sorted(found)


def preprocess(compiler, words, text, path):
    """Whether the text could be preprocessed, into `path`."""
    command = [compiler, "-E", "-O2", "-D_GNU_SOURCE", *words, "-x", "c", "-", "-o", path]
    return subprocess.run(command, input=text, text=True, stderr=subprocess.DEVNULL, check=False).returncode == 0


def compiles(compiler, path):
    command = [compiler, "-fsyntax-only", "-w", "-x", "cpp-output", path]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def preprocessed_headers(compiler, folder):
    """(name, path) of each header that the compiler can use alone."""
    path = os.path.join(folder, "header.i")
    for name in headers():
        if preprocess(compiler, [], f"#include <{name}>\n", path):
            yield name, path


def own_sources():
    return sorted(glob.glob(f"{ROOT}/src/*/*.c") + glob.glob(f"{ROOT}/tests/unit/*/*.c"))


def random_programs(count):
    sys.path.insert(0, f"{ROOT}/tests/differential")
    import csmith  # pylint: disable=import-outside-toplevel
    return [csmith.generate(seed, 2000) for seed in range(1, count + 1)] if csmith.here() else []
