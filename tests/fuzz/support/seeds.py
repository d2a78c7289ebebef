"""Seeds for the fuzzer: the language programs, preprocessed, with what they need of headers in a few lines.

    seeds.py TARRYCC FOLDER
"""
import glob
import hashlib
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PROLOGUE = """typedef unsigned long size_t; typedef long ssize_t; typedef _Bool boolean; typedef long int64_t;
typedef unsigned uint32_t; typedef __builtin_va_list va_list; struct tarry_scope { int error; }; struct s { int a, b; };
_Async int tarry_sleep(int64_t n); _Async void tarry_yield(void); _Async ssize_t tarry_read(int fd, void *b, size_t n);
int printf(const char *f, ...); void f(int *p); int errno;
"""


def main():
    tarrycc, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    paths = glob.glob(f"{ROOT}/tests/lang/*.c") + glob.glob(f"{ROOT}/tests/errors/*.c")
    for path in sorted(paths):
        done = subprocess.run([tarrycc, "-E", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        kept, inside = [], False
        for line in done.stdout.split("\n"):
            marker = re.match(r'# \d+ "([^"]*)"', line)
            if marker:
                inside = marker[1] == path
            elif inside and line.strip():
                kept.append(line)
        text = PROLOGUE + "\n".join(kept) + "\n"
        with open(os.path.join(folder, hashlib.sha1(text.encode()).hexdigest()), "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
