"""Every function body of large preprocessed C files goes through the parser and comes back token by token equal."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ["ROOT"], "tests", "identity", "support"))
import corpus  # noqa: E402

folder = os.getcwd()
program = corpus.compile_program(folder)
functions = files = 0
wrong = []


def check(name, compiler, path):
    global functions, files
    done = subprocess.run([program, path], capture_output=True, text=True, check=False, timeout=120)
    last = done.stdout.rstrip().split("\n")[-1]
    if done.returncode == 0:
        functions += int(last.split()[0])
        files += 1
    elif corpus.compiles(compiler, path):  # what the compiler refuses may be refused
        wrong.append(f"{name} ({compiler}):\n{done.stdout}{done.stderr}")


for compiler in corpus.COMPILERS:
    for name, path in corpus.preprocessed_headers(compiler, folder):
        check(name, compiler, path)
    path = os.path.join(folder, "source.i")
    include = [f"-I{corpus.ROOT}/src", f"-I{corpus.ROOT}/include", "-DTARRY_NO_KEYWORDS", "-D__TARRYCC__"]
    for source in corpus.own_sources():
        own = [*include, f"-I{os.path.dirname(source)}"]
        with open(source, encoding="utf-8") as file:
            if corpus.preprocess(compiler, own, file.read(), path):
                check(source, compiler, path)
    for number, text in enumerate(corpus.random_programs(100 if corpus.LONG else 5)):
        if corpus.preprocess(compiler, ["-DPLAIN"], text, path):
            check(f"csmith {number + 1}", compiler, path)
print("\n".join(wrong))
print(f"{functions} functions in {files} files")
sys.exit(1 if wrong or functions < 5000 else 0)
