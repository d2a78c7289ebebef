#!/usr/bin/env python3
"""Writes a random C program whose functions are async and whose calls are awaits.

    generate.py SEED

The same text is a Tarry program and, with -DPLAIN, plain GNU C in which the words mean nothing: a deferred statement
is a nested function called by a cleanup attribute, a spawn is a call. Both must print the same. So the programs are free
of undefined behaviour, end (`fuel`), and do not depend on what C leaves open: of the operands of one operator at most
one has effects, and the others read nothing it may write.
"""

import random
import sys

PRELUDE = r"""
#include <stdio.h>
#ifdef PLAIN
#define async
#define await
#define concurrent(s)
#define parallel(s)
#define spawn(s)
#define CHILDREN(s)
#define blocking(call) call
#define within(duration) if (1)
#define race
#define when(value) if (((void)(value)), 1)
#define EITHER(a, b, ...) { (void)(a); __VA_ARGS__ }
#define TARRY_SEC(n) (n)
#define DEFER(n, ...) void d_##n(int *u) { (void)u; __VA_ARGS__ } int v_##n __attribute__((cleanup(d_##n), unused)) = 0
static void tarry_yield(void) {}
#else
#include <tarry.h>
#define DEFER(n, ...) defer __VA_ARGS__
#define EITHER(a, b, ...) race { when (a) { __VA_ARGS__ } when (b) { __VA_ARGS__ } }
#endif
#ifdef CALM // nothing that can wait: recursion is calls
#define tarry_yield calm
static async void calm(void) {}
#endif
#ifndef YIELDS
#define YIELDS 2
#endif
typedef unsigned u32;
typedef unsigned long long u64;
struct S { int a; unsigned b : 5; short c[3]; struct { signed char x; } in; };
struct big { u64 w[9]; };
static int fuel = 400;
static u64 sum = 1, g0 = 7, g1 = 9;
static _Thread_local unsigned clock_; // of children in parallel too
static void t(int id, u64 value) {
    sum = sum * 1000003u + value + (u64)id;
    printf("%d %llx\n", id, value & 0xffff);
}
static void bye(int *p) { t(9000, (u64)*p); }
static void leave_u(u64 *p) { t(9001, *p); }
static int suspends(void) { clock_ = clock_ * 1103515245u + 12345u; return YIELDS < 2 ? YIELDS : clock_ >> 16 & 1; }
static async u64 p0(u64 x) { if (suspends()) { await tarry_yield(); } return x * 3 + 1; }
static async int p1(int x, short y) { if (suspends()) { await tarry_yield(); } return (int)((u32)x ^ (u32)(y << 3)); }
static async unsigned char p2(unsigned char x) { return (unsigned char)(x + 5); }
static async u64 p3(u64 n) { if (n % 8 == 0) { return 1; } u64 r = await p3(n % 8 - 1); return r * 5 + await p0(n); }
static async struct S p4(int x) {
    struct S s = {.a = x, .b = (u32)x & 31u, .c = {1, (short)x, 3}, .in = {(signed char)x}};
    if (suspends()) { await tarry_yield(); }
    return s;
}
static async u64 p5(struct S s, const struct S *q) { if (suspends()) { await tarry_yield(); } return (u64)s.a + s.b + (u64)q->c[1]; }
static async struct big p6(u64 x) { struct big b = {{x}}; for (int i = 1; i < 9; i++) { b.w[i] = await p0(b.w[i - 1]); } return b; }
static async void pv(void) { if (suspends()) { await tarry_yield(); } }
static async u64 (*const handlers[])(u64) = {p0, p3};
struct handler { const char *name; async u64 (*run)(u64); };
static u64 h2(u64 a, u64 b) { return a * 31 + b; }
static u64 h3(u64 a, u64 b, u64 c) { return a * 31 + b * 7 + c; }
"""

TYPES = ["int", "u64", "short", "unsigned char", "u32", "signed char", "long", "_Bool"]


class Scope:
    """What can be named where: variables as (text, writable)."""

    def __init__(self, outer=None):
        self.outer = outer
        self.names = {}

    def visible(self):
        found = dict(self.outer.visible()) if self.outer else {}
        found.update(self.names)
        return found


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.count = self.r.randint(2, 6)  # of functions with effects
        self.calm = seed % 4 == 3
        self.next_id = 0
        self.returns = []

    def id(self):
        self.next_id += 1
        return self.next_id

    def chance(self, percent):
        return self.r.randrange(100) < percent

    # ---- expressions ----
    # `reads`, `writes`: lvalues by text. `effects`: may call what prints. All values are unsigned when they are combined.

    def leaf(self, reads):
        if reads and self.chance(75):
            return f"(u64)({self.r.choice(sorted(reads))})"
        return self.r.choice(["0u", "1u", "2u", "7u", "250u", "65537u", "0x123456789ull"])

    def pure_call(self, depth, reads):
        e = lambda: self.pure(depth - 1, reads)
        return self.r.choice([
            lambda: f"await p0({e()})", lambda: f"await p0({e()})",
            lambda: f"(u64)await p1((int)({e()}), (short)({e()}))",
            lambda: f"await p2((unsigned char)({e()}))",
            lambda: f"await p3({e()})",
            lambda: f"(u64)(await p4((int)({e()}))).a",
            lambda: f"(u64)(await p4((int)({e()}))).c[({e()}) % 3]",
            # promoted here: as the value of a statement expression it is an int to gcc, an unsigned to clang
            lambda: f"+(await p4((int)({e()}))).b",
            lambda: f"await p5(await p4((int)({e()})), &(struct S){{.c = {{1, (short)({e()}), 2}}}})",
            lambda: f"(await p6({e()})).w[({e()}) % 9]",
            lambda: f"await p3({e()})" if self.calm else f"await handlers[({e()}) % 2]({e()})",
            lambda: f"await blocking(h2({e()}, {e()}))" if not self.calm and self.chance(40) else f"await p0({e()})",
        ])()

    def pure(self, depth, reads):
        """No effects, so the order of its parts does not matter."""
        if depth <= 0 or self.chance(15):
            return self.leaf(reads)
        e = lambda: self.pure(depth - 1, reads)
        kind = self.r.randrange(12)
        if kind < 4:
            return self.pure_call(depth, reads)
        if kind < 6:
            return f"({e()} {self.r.choice('+ - * ^ | &'.split())} {e()})"
        if kind == 6:
            return f"({e()} {self.r.choice(['<', '==', '>=', '!=', '&&', '||'])} {e()})"
        if kind == 7:
            return f"({e()} ? {e()} : {e()})"
        if kind == 8:
            return f"h{2}({e()}, {e()})" if self.chance(50) else f"h3({e()}, {e()}, {e()})"
        if kind == 9:
            return f"({e()} / (({e()}) | 1u))"
        if kind == 10:
            return self.r.choice([f"(u64)!{e()}", f"~(u64)({e()})", f"(u64)(unsigned char)({e()})", f"-(u64)({e()})"])
        return f"({e()} ?: {e()})"

    def effect_call(self, depth, reads, writes):
        i = self.r.randrange(self.count)
        a, b = self.full(depth - 1, reads, writes), self.pure(depth - 1, reads - writes - {"g0"})
        if self.chance(50):
            return f"await e{i}(d - 1, {a}, (short)({b}))"
        return f"(d > 0 ? await e{i}(d - 1, {a}, (short)({b})) : {self.pure(1, reads)})"

    def full(self, depth, reads, writes):
        """An expression that may have effects; only where no other operand is evaluated unsequenced beside it."""
        if depth <= 0 or self.chance(20):
            return self.pure(depth, reads)
        f = lambda: self.full(depth - 1, reads, writes)
        other = lambda: self.pure(depth - 1, reads - writes - {"g0"})  # reads nothing that the effects write
        kind = self.r.randrange(15)
        if kind < 3:
            return self.effect_call(depth, reads, writes)
        if kind == 3:
            return f"({f()} {self.r.choice('+ - * ^'.split())} {other()})"
        if kind == 4:
            return f"({other()} {self.r.choice('+ - | < =='.split())} {f()})"
        if kind == 5:
            return f"({f()} {self.r.choice(['&&', '||'])} {f()})"
        if kind == 6:
            return f"({f()} ? {f()} : {f()})"
        if kind == 7:
            return f"({f()}, {f()})"
        if kind == 8 and writes:
            return self.assignment(depth, reads, writes)
        if kind == 9:
            return f"h3({other()}, {f()}, {other()})"
        if kind == 10:
            return f"({f()} ?: {f()})"
        if kind == 11:
            return self.statement_expression(depth, reads, writes)
        if kind == 12 and writes:
            v = self.r.choice(sorted(writes))
            return self.r.choice([f"(u64)({v})++", f"(u64)--({v})"]) if "bool" not in v else f"(u64)({v})"
        if kind == 13:
            return self.r.choice([f"(u64)!{f()}", f"~({f()})", f"(u64)(short)({f()})"])
        return f"_Generic(1, int: {f()}, char *: {self.pure(1, reads)})"

    def assignment(self, depth, reads, writes):
        v = self.r.choice(sorted(writes))
        rest = writes - {v}
        op = "=" if v == "g0" else self.r.choice(["=", "=", "+=", "^=", "*="])
        value = self.full(depth - 1, reads, rest) if op == "=" else self.full(depth - 1, reads - {v}, rest)
        return f"(u64)({v} {op} {value})"

    def statement_expression(self, depth, reads, writes):
        outer = self.scope
        self.scope = Scope(outer)
        n = self.id()
        lines = [f"u64 x{n} = {self.full(depth - 1, reads, writes)};"]
        inner = reads | {f"x{n}"}
        if self.chance(30):
            lines.append(f"DEFER({n}, {{ t({n}, x{n}); x{n} = {self.pure(1, inner)}; }});")
        if self.chance(40) and not self.in_defer:
            jumps = ["return 3;"] + (["break;", "continue;"] if self.loops and not self.in_header else [])
            lines.append(f"if (({self.pure(1, inner)}) % 5 == 1) {{ {self.r.choice(jumps)} }}")
        lines.append(f"t({n}, {self.full(depth - 1, inner, writes | {f'x{n}'})});")
        lines.append(f"{self.full(depth - 1, inner, writes)};")
        self.scope = outer
        return f"({{ {' '.join(lines)} }})"

    # ---- statements ----

    def sets(self):
        visible = self.scope.visible()
        reads = {text for name in visible for text, w in visible[name]} | {"g0"}
        writes = {text for name in visible for text, w in visible[name] if w} | {"g0"}
        return reads, writes

    def value(self, depth=3):
        reads, writes = self.sets()
        # Aliases and members of one object are left to one of both sides: only some variables are written.
        chosen = set(self.r.sample(sorted(writes), min(len(writes), 2)))
        return self.full(depth, reads, chosen)

    def header(self, depth=2):
        was, self.in_header = self.in_header, True
        text = self.value(depth)
        self.in_header = was
        return text

    def declare(self):
        name = f"n{self.r.randrange(8)}"
        while name in self.scope.names:
            name = f"n{self.r.randrange(20)}"
        value = self.value()
        kind = self.r.randrange(12)
        n = self.id()
        if kind < 5:
            type = self.r.choice(TYPES)
            qualifier = self.r.choice(["", "", "", "const ", "volatile "])
            text = f"{qualifier}{type} {name} = ({type})({value});"
            # A name already visible: the initialiser must not mean the new variable.
            if any(f"({name}" in value or f"{name} " in value for _ in [0]):
                name = f"m{n}"
                text = f"{qualifier}{type} {name} = ({type})({value});"
            lvalues = [(name, qualifier != "const " and type != "_Bool")]
        elif kind == 5:
            name = f"a{n}"
            text = f"short {name}[] = {{1, (short)({value}), 3}};"
            lvalues = [(f"{name}[0]", True), (f"{name}[1]", True), (f"{name}[2]", True)]
        elif kind == 6:
            name = f"s{n}"
            text = f"struct S {name} = await p4((int)({value}));"
            lvalues = [(f"{name}.a", True), (f"{name}.b", True), (f"{name}.c[2]", True), (f"{name}.in.x", True)]
        elif kind == 7:
            name = f"l{n}"
            text = (f"struct local {{ u32 f : 7; u64 v; }} {name}[2] = {{{{3, {value}}}, {{.v = {self.pure(2, self.sets()[0])}}}}};")
            lvalues = [(f"{name}[0].v", True), (f"{name}[1].f", True)]
            if "local" in self.scope.names:
                text = text.replace("struct local {", f"struct local{n} {{")
            else:
                self.scope.names["local"] = []
        elif kind == 8:
            name = f"q{n}"
            text = f"u64 o{n} = {value}; u64 *{name} = &o{n};"
            lvalues = [(f"*{name}", True)]
        elif kind == 9:
            name = f"c{n}"
            text = f"int {name} __attribute__((cleanup(bye))) = (int)({value});"
            lvalues = [(name, True)]
        elif kind == 10 and not self.calm:
            name = f"r{n}"
            text = self.r.choice([
                f"__auto_type {name} = (u64)({value});",
                f"async u64 (*f{n})(u64) = ({value}) & 1 ? p0 : p3; u64 {name} = await f{n}(5);",
                f'struct handler w{n} = {{"p0", p0}}; u64 {name} = await w{n}.run({value});'])
            lvalues = [(name, False)]
        else:
            name = f"k{n}"
            text = f"u64 {name}[2] = {{0}}; u64 *z{n} = (u64[]){{{value}, 5u}};"
            lvalues = [(f"{name}[0]", True), (f"z{n}[0]", True)]
        self.scope.names[name] = lvalues
        return text

    def block(self, depth, prefix=""):
        outer = self.scope
        self.scope = Scope(outer)
        lines = [prefix] if prefix else []
        for _ in range(self.r.randint(1, 4)):
            lines.append(self.statement(depth - 1))
        self.scope = outer
        return "{\n" + "\n".join(lines) + "\n}"

    def loop_body(self, depth, prefix=""):
        self.loops += 1
        text = self.block(depth, prefix)
        self.loops -= 1
        return text

    def loop(self, depth):
        n = self.id()
        i = f"i{n}"
        kind = self.r.randrange(5)
        if kind == 0:
            return (f"for (int {i} = 0; {i} < 2 && ({self.header()}, 1); {i}++, {self.header(1)}) "
                    f"{self.loop_body(depth)}")
        if kind == 1:
            return f"{{ int {i} = 3; while ({i}-- > 0 && ({self.header()}) % 7 != 3) {self.loop_body(depth)} }}"
        if kind == 2:
            return f"{{ int {i} = 2; do {self.loop_body(depth)} while (({self.header()}, --{i} > 0)); }}"
        if kind == 3:
            return f"for (u64 {i} = 1 + ({self.header()}) % 3; {i}; {i}--) {self.loop_body(depth)}"
        return (f"for (int {i} = 0, j{n} __attribute__((cleanup(bye))) = (int)({self.header()}); {i} < 2; {i}++) "
                f"{self.loop_body(depth, f't({n}, (u64)j{n}++);')}")

    def switch(self, depth):
        n = self.r.randint(2, 5)
        lines = []
        self.switches += 1
        for k in range(n):
            lines.append(f"case {k}: {self.block(depth)}" + (" break;" if self.chance(60) else " __attribute__((fallthrough));" if k + 1 < n else ""))
        self.switches -= 1
        return f"switch (({self.header()}) % {n + 1}) {{\n" + "\n".join(lines) + "\n}"

    def goto(self, depth):
        n = self.id()
        condition = f"({self.pure(2, self.sets()[0])}) % 3 == 1"
        if self.chance(50):
            self.labels.append(f"out{n}")
            text = self.block(depth, f"if ({condition}) {{ goto out{n}; }}")
            self.labels.pop()
            return f"{text}\nout{n}:;"
        return f"int b{n} = 0;\nback{n}: {self.block(depth, f't({n}, (u64)b{n});')}\nif (b{n}++ < 2 && {condition}) {{ goto back{n}; }}"

    def computed(self, depth):
        n = self.id()
        return (f"{{ void *w{n}[] = {{&&x{n}_0, &&x{n}_1, &&x{n}_2}}; goto *w{n}[(u64)({self.header(2)}) % 3];\n"
                f"x{n}_0: t({n}, {self.value(2)});\nx{n}_1: t({n}, {self.value(2)});\nx{n}_2:; }}")

    def tasks(self, depth):
        """Children without effects of their own."""
        n = self.id()
        reads, _ = self.sets()
        word = self.r.choice(["concurrent", "parallel"])
        lines = []
        for k in range(self.r.randint(1, 3)):
            lines.append(f"spawn (s{n}) y{n}[{k}] = p{self.r.choice('03')}({self.pure(2, reads)});")
        if self.chance(60):
            lines.append(self.block(depth))
        return (f"u64 y{n}[3] = {{0}};\n{word} (s{n}) {{\n" + "\n".join(lines) + f"\n}}\nt({n}, y{n}[0] ^ y{n}[1] ^ y{n}[2]);")

    def deferred(self, depth):
        n = self.id()
        saved = self.loops, self.switches, self.labels, self.in_defer
        self.loops, self.switches, self.labels, self.in_defer = 0, 0, [], True
        text = self.block(min(depth, 1), f"t({n}, {self.pure(2, self.sets()[0])});")
        self.loops, self.switches, self.labels, self.in_defer = saved
        return f"DEFER({n}, {text});"

    def jump(self):
        jumps = [] if self.in_defer else [f"return {self.value(2)};"] * 2
        if self.loops:
            jumps += ["break;", "continue;"] * 2
        jumps += [f"goto {label};" for label in self.labels]
        if not jumps:
            return ";"
        return f"if (({self.header(1)}) % 4 == 2) {{ {self.r.choice(jumps)} }}"

    def statement(self, depth):
        n = self.id()
        kind = self.r.randrange(23)
        if self.calm and kind in (12, 17, 18, 19):
            kind = 22
        if depth <= 0 or kind < 4:
            return self.r.choice([lambda: f"t({n}, {self.value()});", lambda: f"{self.value()};", self.declare,
                                  lambda: "await pv();", self.jump])()
        if kind < 7:
            return self.declare()
        if kind == 7:
            other = f" else {self.block(depth)}" if self.chance(50) else ""
            return f"if ({self.header()}) {self.block(depth)}{other}"
        if kind < 10:
            return self.loop(depth)
        if kind == 10:
            return self.switch(depth)
        if kind == 11:
            return self.goto(depth)
        if kind == 12:
            return self.tasks(depth)
        if kind < 15:
            return self.deferred(depth)
        if kind < 17:
            return self.jump()
        if kind == 17:
            other = f" else {self.block(depth)}" if self.chance(40) else ""  # never late: never run
            return f"within (TARRY_SEC(3600)) {self.block(depth)}{other}"
        if kind == 18:
            return f"{{ u64 z{n} = 0; race {{ when (z{n} = await p0({self.leaf(self.sets()[0])})) {self.block(depth)} }} t({n}, z{n}); }}"
        if kind == 19:  # either wins, and the same follows
            a, b = (f"z{n}[{k}] = await p{self.r.choice('03')}({self.leaf(self.sets()[0])})" for k in (0, 1))
            return f"{{ u64 z{n}[2]; EITHER({a}, {b}, t({n}, {self.value(2)}); {self.jump()}) }}"
        return self.block(depth)

    def function(self, index):
        self.scope = Scope()
        self.scope.names = {"x": [("x", True)], "y": [("y", True)]}
        self.loops, self.switches, self.labels, self.in_defer, self.in_header = 0, 0, [], False, False
        # A computed goto may stand only where nothing has a cleanup: first.
        lines = [self.computed(2)] if self.chance(3 if self.calm else 25) else []
        lines += [self.statement(1 if self.calm else 3) for _ in range(self.r.randint(1, 3) if self.calm else self.r.randint(3, 7))]
        body = "\n".join(lines)
        return (f"static async u64 e{index}(int d, u64 x, short y) {{\nif (suspends()) {{ await tarry_yield(); }}\nif (d <= 0 || --fuel < 0) {{ return x; }}\n"
                f"t({self.id()}, x);\n{body}\nreturn {self.value()};\n}}\n")

    def program(self):
        order = list(range(self.count))
        self.r.shuffle(order)
        prototypes = "".join(f"static async u64 e{i}(int d, u64 x, short y);\n" for i in range(self.count))
        functions = "\n".join(self.function(i) for i in order)
        calls = "\n".join(f"t({i}, await e{i}(3, {i}, 5));" for i in range(self.count))
        return (f"{'#define CALM' if self.calm else ''}{PRELUDE}{prototypes}\n{functions}\nasync int main(void) {{\n{calls}\n"
                f'printf("%llx %llx\\n", sum, g0 + g1);\nreturn 0;\n}}\n')


def generate(seed):
    return Generator(seed).program()


if __name__ == "__main__":
    print(generate(int(sys.argv[1])), end="")
