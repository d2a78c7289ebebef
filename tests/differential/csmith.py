#!/usr/bin/env python3
"""Makes a program of csmith's into a Tarry program: every function is async, every call an await.

    csmith.py SEED [LINES]

What csmith writes is regular, so tokens are enough. Besides csmith's own functions the arithmetic it calls (safe_add_func_int8_t_s_s
and its family) and the checksum are async, and some constants become calls that return them: so awaits stand inside nested
conditions, arguments, loop headers, &&, ||, commas, assignments and initialisers. Each of these functions suspends
first: never with -DYIELDS=0, always with -DYIELDS=1, at random otherwise.

csmith takes care that no program depends on the order in which C may evaluate operands and arguments, so tarrycc's
order (awaits first) must print what the plain compiler's prints. With -DPLAIN the words mean nothing.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile

PRELUDE = r"""
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#ifdef PLAIN
#define async
#define await
static void tarry_yield(void) {}
#else
#include <tarry.h>
#endif
#ifndef YIELDS
#define YIELDS 2
#endif
static unsigned clock_;
static int suspends(void) { clock_ = clock_ * 1103515245u + 12345u; return YIELDS < 2 ? YIELDS : clock_ >> 18 & 1; }
static inline async void pause_here(void) { if (suspends()) { await tarry_yield(); } }
static inline async long keep_l(long x) { if (suspends()) { await tarry_yield(); } return x; }
static inline async unsigned long keep_ul(unsigned long x) { await pause_here(); return x; }
static uint32_t crc32_context = 0xFFFFFFFFu;
static void crc(const void *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        crc32_context ^= ((const unsigned char *)bytes)[i];
        for (int k = 0; k < 8; k++) { crc32_context = crc32_context >> 1 ^ (crc32_context & 1 ? 0xEDB88320u : 0); }
    }
}
static async void transparent_crc(uint64_t value, const char *name, int flag) {
    await pause_here();
    crc(&value, sizeof value);
    (void)flag;
    printf("%s %llx\n", name, (unsigned long long)value);
}
static async void transparent_crc_bytes(const void *bytes, int size, const char *name, int flag) {
    await pause_here();
    crc(bytes, size);
    (void)flag;
    printf("%s %x\n", name, crc32_context);
}
static void platform_main_begin(void) {}
static void crc32_gentab(void) {}
static void platform_main_end(uint32_t value, int flag) { (void)flag; printf("checksum %x\n", value); }
"""

VARIATIONS = [
    [], ["--inline-function"], ["--no-volatiles"], ["--max-pointer-depth", "3"], ["--no-packed-struct"],
    ["--max-struct-fields", "4", "--max-union-fields", "4"], ["--max-array-dim", "2"], ["--no-bitfields"],
]
COMMON = ["--concise", "--quiet", "--no-argc", "--max-funcs", "6", "--max-block-depth", "4", "--max-block-size", "4",
          "--max-expr-complexity", "8", "--max-array-len-per-dim", "4"]
SMALLEST = 70  # lines: what is shorter has nothing in it
TRIES = 12
NAMES = r"\b(?:func_\d+|safe_\w+|transparent_crc\w*)(?=\s*\()"


def here():
    return shutil.which("csmith") is not None


def safe_function(name):
    """The definition of one of csmith's functions that compute without undefined behaviour."""
    match = re.fullmatch(r"safe_(unary_minus|[a-z]+)_func_(u?)int(8|16|32|64)_t_([su])(?:_([su]))?", name)
    what, unsigned, bits, right = match[1], bool(match[2]), int(match[3]), match[5]
    t = f"{match[2]}int{bits}_t"
    least, most = ("0", f"UINT{bits}_MAX") if unsigned else (f"INT{bits}_MIN", f"INT{bits}_MAX")
    wide = "uint64_t" if bits == 64 else "uint32_t"
    parameters = f"{t} a" if what == "unary_minus" else f"{t} a, {t} b"
    if what in ("add", "sub", "mul"):
        sign = {"add": "+", "sub": "-", "mul": "*"}[what]
        result = (f"({t})(({wide})a {sign} ({wide})b)" if unsigned or bits < 32 else
                  f"__builtin_{what}_overflow(a, b, &r) ? a : r")
    elif what in ("div", "mod"):
        refused = "b == 0" if unsigned else f"b == 0 || (a == {least} && b == -1)"
        result = f"{refused} ? a : ({t})(a {'/' if what == 'div' else '%'} b)"
    elif what == "unary_minus":
        result = f"({t})-a" if unsigned else f"a == {least} ? a : ({t})-a"
    else:
        parameters = f"{t} a, {'int' if right == 's' else 'unsigned'} b"
        refused = ["a < 0"] if not unsigned else []
        refused += ["b < 0"] if right == "s" else []
        refused += [f"b >= {max(bits, 32)}"]
        refused += [f"a > ({most} >> b)"] if what == "lshift" else []
        result = f"{' || '.join(refused)} ? a : ({t})(a {'<<' if what == 'lshift' else '>>'} b)"
    return (f"static inline async {t} {name}({parameters}) {{ if (suspends()) {{ await tarry_yield(); }} "
            f"{t} r; (void)&r; return {result}; }}\n")


def close(text, at):
    """Where the parenthesis opened at `at` is closed, behind it."""
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if depth == 0:
            return at


def await_calls(text, r):
    """Each call becomes an await, half of them in parentheses, as they must be in front of a postfix operator."""
    out, at = [], 0
    for match in re.finditer(NAMES, text):
        if match.start() < at:
            continue
        open_at = text.index("(", match.end())
        end = close(text, open_at)
        arguments = await_calls(text[open_at:end], r)
        call = f"await {match[0]}{arguments}"
        postfix = text[end:end + 1] in ("[", ".") or text[end:end + 2] == "->"
        out += [text[at:match.start()], f"({call})" if postfix or r.random() < 0.5 else call]
        at = end
    return "".join(out) + text[at:]


def await_constants(line, r):
    def constant(match):
        if r.random() > 0.15:
            return match[0]
        return f"(await keep_{match[2].lower()}({match[0]}))"
    return re.sub(r"(?<![\w.])(0x[0-9A-Fa-f]+?|\d+)(UL|L)(?!\w)", constant, line)


def transform(text, seed):
    r = random.Random(seed)
    out, inside = [], False
    for line in text.split("\n"):
        head = re.match(r"(?:inline )?static .*?\bfunc_\d+\(", line)
        if line.startswith(("#include", "static long __undefined")):
            continue
        if line.startswith("int main"):
            line = "async int main(void)"
        elif head and not inside:
            line = "async " + line
        elif inside:
            line = await_calls(await_constants(line, r), r)
            if r.random() < 0.08 and re.search(r"[\w)\]] [-+*/%^|&<>]*= .*;$|\);$", line) and "case" not in line:
                line += " await pause_here();"
        inside = line.startswith("{") or (inside and not line.startswith("}"))
        out.append(line)
    body = "\n".join(out)
    names = sorted(set(re.findall(r"\bsafe_\w+(?=\()", body)))
    return PRELUDE + "".join(map(safe_function, names)) + body


def write(options):
    """What csmith prints; it also leaves a file platform.info where it runs."""
    with tempfile.TemporaryDirectory(prefix="csmith-") as folder:
        return subprocess.run(["csmith", *options], capture_output=True, text=True, check=True, timeout=60, cwd=folder).stdout


def generate(seed, lines=600):
    """The program of that seed, at most about so long."""
    chosen = None
    for attempt in range(TRIES):
        options = COMMON + VARIATIONS[seed % len(VARIATIONS)] + ["--seed", str(seed * TRIES + attempt)]
        text = write(options)
        length = text.count("\n")
        if SMALLEST <= length <= lines:
            return transform(text, seed)
        if length >= SMALLEST and (chosen is None or length < chosen.count("\n")):
            chosen = text
    return transform(chosen or text, seed)


if __name__ == "__main__":
    print(generate(int(sys.argv[1]), *map(int, sys.argv[2:])), end="")
