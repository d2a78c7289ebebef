#!/usr/bin/env python3
"""Runs Tarry's tests. Called by ./check once build/ is up to date; python3 and its standard library are all it needs.

    tests/run.py [--long | --quick] [--jobs N] [--build FOLDER] [--list] [--times] [NAME...]

With names, only tests whose name contains one of them. What there is:

    unit/FOLDER/test_*.c   programs of their own over the internals: exit status 0 is a pass
    lang/*.c               programs in Tarry's language; what they must print stands in them. Some (in the long run
                           all) are also built by every other gcc and clang that is here, for musl and for arm64
    errors/*.c             programs that must not compile, or only with warnings, which stand in them
    driver/*.sh            tarrycc's options
    examples/*.sh          the example programs
    stress/*.c             programs in Tarry's language that try to break the runtime
    model/test_*.c         lock-free parts in every order their threads can take; and with faults planted, which must be found
    differential/          random programs, which must compute what they compute as sequential C
    source/*               rules over the source text
    identity/*             the front end against the headers installed here, whatever they contain
    fuzz/*                 the translator against texts that are no programs
    faults/*               one allocation after the other fails

Comments in a .c file say what is expected:

    // expect: text     the next line of standard output, but for spaces at its end
    // exit: N          the exit status (0 otherwise)
    // args: words      command line
    // env: NAME=value  environment, one a line
    // stdin: text      one line of standard input
    // files: a.c b.c   compiled and linked too; they lie in support/ beside the test
    // options: words   for the compiler
    // timeout: S       seconds for one run (20 otherwise)
    // error: text      errors/: an error on this line contains the text; error@+1: on the next, error@-1: on the last
    // warning: text    the same for warnings
    // compilers: gcc   errors/: the words are that compiler's; others say it in other words, or more often

A script with the comment `# sanitizers: address thread` finds in $TARRYCC_ADDRESS and $TARRYCC_THREAD a tarrycc that makes
programs, and their libtarry, with those.

Every test has a folder of its own under build/tests, which is also its TMPDIR; what it leaves there in tarrycc-* is a
failure. The last line is "N passed, N failed".
"""

import argparse
import collections
import concurrent.futures
import ctypes
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
ADDRESS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g1", "-O1"]
THREAD = ["-fsanitize=thread", "-g1", "-O1"]
RUN_SECONDS = 20
COMPILE_SECONDS = 120
SCRIPT_SECONDS, LONG_SCRIPT_SECONDS = 600, 3 * 3600
LONG_REPEATS = 200
STRESS_REPEATS = 20  # in the long run: they do much by themselves
PROGRAMS, LONG_PROGRAMS = 50, 1000  # random ones, of each of two writers
SAMPLE = 20  # one language program in so many is built with each further compiler; in the long run all are
FOREIGN = ("musl", "aarch64")  # variants whose C library or machine is another
CROSS = "aarch64-linux-gnu"  # the other machine: its compiler's prefix, and its folder under /usr
OUTPUT_SHOWN = 6000  # characters of a failing test's output


class Failure(Exception):
    pass


# ---- processes: each in a group of its own, which never outlives its test ----

groups = set()
groups_lock = threading.Lock()
stopping = threading.Event()


def kill_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, seconds, **options):
    """Runs a command to its end; returns (status, stdout, stderr) as text. Raises Failure when it takes too long."""
    if stopping.is_set():
        raise Failure("interrupted")
    text_in = options.pop("input", "")
    merge = options.pop("merge", False)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT if merge else subprocess.PIPE,
                               start_new_session=True, **options)
    with groups_lock:
        groups.add(process.pid)
    try:
        out, err = process.communicate(text_in.encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        kill_group(process.pid)
        out, err = process.communicate()
        text = (out + (err or b"")).decode(errors="replace")
        raise Failure(f"{shlex.join(command)}\nnot over after {seconds} s; it printed:\n{text}") from None
    finally:
        kill_group(process.pid)
        with groups_lock:
            groups.discard(process.pid)
    return process.returncode, out.decode(errors="replace"), (err or b"").decode(errors="replace")


def describe(status):
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


# ---- what stands in a test's comments ----

class Expectations:
    def __init__(self, path):
        with open(path, encoding="utf-8", errors="replace") as file:
            self.lines = file.read().split("\n")
        self.output, self.stdin, self.errors = [], [], []
        self.arguments, self.files, self.options, self.compilers = [], [], [], []
        self.environment = {}
        self.exit, self.timeout = 0, RUN_SECONDS
        self.has_output = False
        for number, line in enumerate(self.lines, 1):
            self.read_line(number, line)

    def read_line(self, number, line):
        match = re.search(r"(?:^|\s)// (expect|exit|args|env|stdin|files|options|timeout|compilers):(?: (.*))?$", line)
        if match:
            self.read_directive(match[1], match[2] or "")
        for match in re.finditer(r"// (error|warning)(?:@([+-]\d+))?: (.*?)(?=\s*// (?:error|warning)[@:]|$)", line):
            self.errors.append((number + int(match[2] or 0), match[1], match[3].rstrip()))

    def read_directive(self, what, text):
        if what == "expect":
            self.output.append(text)
        elif what == "exit":
            self.exit = int(text)
        elif what == "args":
            self.arguments += shlex.split(text)
        elif what == "env":
            name, _, value = text.partition("=")
            self.environment[name] = value
        elif what == "stdin":
            self.stdin.append(text)
        elif what == "files":
            self.files += text.split()
        elif what == "options":
            self.options += shlex.split(text)
        elif what == "compilers":
            self.compilers += text.split()
        elif what == "timeout":
            self.timeout = int(text)


# ---- how a program is built ----

class Configuration:
    """A compiler, options and the build of tarrycc and libtarry that go with them."""

    def __init__(self, name, compiler, options, variant=None, environment=None, slower=1, launcher=()):
        self.name, self.compiler, self.options, self.variant = name, compiler, options, variant
        self.environment = environment or {}
        self.slower, self.launcher = slower, list(launcher)

    def folder(self, build):
        return os.path.join(build, "variants", self.variant) if self.variant else build


class Program:
    """A test program, compiled once by whoever needs it first."""

    def __init__(self, runner, name, path, configuration, expectations, options=(), libraries=()):
        self.runner, self.name, self.path, self.configuration = runner, name, path, configuration
        self.expectations, self.options, self.libraries = expectations, list(options), list(libraries)
        self.lock = threading.Lock()
        self.binary, self.failure = None, None

    def compile(self):
        with self.lock:
            if self.binary is None and self.failure is None:
                try:
                    self.binary = self.compile_now()
                except Failure as failure:
                    self.failure = str(failure)
        if self.failure:
            raise Failure(self.failure)
        return self.binary

    def compile_now(self):
        configuration = self.configuration
        folder = self.runner.folder(f"{self.name} {configuration.name}")
        binary = os.path.join(folder, "program")
        support = [os.path.join(os.path.dirname(self.path), "support", name) for name in self.expectations.files]
        command = [os.path.join(configuration.folder(self.runner.build), "tarrycc"), *WARNINGS,
                   *configuration.options, *self.options, *self.expectations.options, self.path, *support,
                   "-o", binary, *self.libraries]
        environment = self.runner.environment(folder, configuration)
        environment["ASAN_OPTIONS"] = "detect_leaks=0"  # a compiler need not tidy up
        status, out, err = run(command, COMPILE_SECONDS, cwd=folder, env=environment)
        if status != 0 or out or err:
            raise Failure(f"{shlex.join(command)}\n{describe(status)}\n{out}{err}")
        self.runner.check_left_behind(folder)
        return binary

    def execute(self, environment=None, compares_output=True):
        binary = self.compile()
        folder, expected = os.path.dirname(binary), self.expectations
        env = {**self.runner.environment(folder, self.configuration), **(environment or {}), **expected.environment}
        stdin = "".join(line + "\n" for line in expected.stdin)
        status, out, err = run([*self.configuration.launcher, binary, *expected.arguments],
                               expected.timeout * self.configuration.slower, cwd=folder, env=env, input=stdin)
        wanted = "".join(line + "\n" for line in expected.output)
        compares_output = compares_output or expected.output
        if status == expected.exit and (not compares_output or lines_of(out) == lines_of(wanted)):
            return
        shown = f"wanted: exit status {expected.exit}\n{wanted}----\ngot: {describe(status)}\n{out}----\n{err}"
        raise Failure(f"{self.path} ({self.configuration.name})\n" + (shown if compares_output else
                      f"{describe(status)}\n{out}{err}"))


# ---- the runner ----

Test = collections.namedtuple("Test", "name run")


class Runner:
    def __init__(self, arguments):
        self.arguments = arguments
        self.build = os.path.abspath(arguments.build)
        self.scratch = os.path.join(self.build, "tests")
        self.compilers = [name for name in ("gcc", "clang") if shutil.which(name)]
        self.reactors = ["epoll"] + (["uring"] if can_make_ring() else [])
        self.tests, self.variants, self.variants_of_scripts = [], {}, {}

    def say(self, text):
        print(text, flush=True)

    def folder(self, name):
        folder = os.path.join(self.scratch, re.sub(r"[^\w./=-]+", "_", name))
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        return folder

    def environment(self, folder, configuration):
        names = ("TARRY_CC", "TARRY_WORKERS", "TARRY_REACTOR", "TARRY_HOME", "CPATH", "C_INCLUDE_PATH")
        environment = {name: value for name, value in os.environ.items() if name not in names}
        environment.update(TMPDIR=folder, LC_ALL="C.UTF-8", UBSAN_OPTIONS="print_stacktrace=1",
                           TSAN_OPTIONS="halt_on_error=1:second_deadlock_stack=1")
        if configuration:
            environment.update(configuration.environment, TARRY_CC=configuration.compiler)
        return environment

    def check_left_behind(self, folder):
        left = [name for name in os.listdir(folder) if name.startswith("tarrycc-")]
        if left:
            raise Failure(f"temporary files left behind in {folder}: {' '.join(left)}")

    def wanted(self, name):
        return not self.arguments.names or any(part in name for part in self.arguments.names)

    def add(self, name, function, *variants):
        if self.wanted(name):
            self.tests.append(Test(name, function))
            for variant in filter(None, variants):
                self.variants[variant] = True

    # ---- what there is ----

    def configurations(self):
        """For lang tests. Every program meets both reactors, both compilers, and the sanitizers."""
        found, last = [], self.reactors[-1]
        for compiler in self.compilers:
            found.append(Configuration(f"{compiler} -O0", compiler, ["-O0", "-g"], None, {"TARRY_REACTOR": "epoll"}))
            found.append(Configuration(f"{compiler} -O2", compiler, ["-O2"], None, {"TARRY_REACTOR": last}))
        if self.arguments.quick:
            return [found[(position * 3) % len(found)] for position in range(min(2, len(found)))]
        sanitized = self.compilers if self.arguments.long else self.compilers[:1]
        for compiler in sanitized:
            found.append(self.address(compiler))
        if self.arguments.long:
            for compiler in self.compilers:
                found += [Configuration(f"{compiler} {level}", compiler, [level]) for level in ("-O1", "-O3", "-Os")]
        return found

    def further_configurations(self):
        """Every other compiler that is here, under the names Debian gives them; another C library; another machine."""
        found = []
        known = {os.path.realpath(shutil.which(compiler)) for compiler in self.compilers}
        for compiler in sorted(list_programs(r"(gcc|clang)-\d+"), key=lambda name: (len(name), name)):
            if os.path.realpath(shutil.which(compiler)) not in known:
                found.append(Configuration(f"{compiler} -O2", compiler, ["-O2"]))
        return found + self.foreign_configurations()

    def foreign_configurations(self):
        """Those that need a libtarry of their own."""
        found = []
        if shutil.which("musl-gcc"):
            found.append(Configuration("musl -O2", "musl-gcc", ["-O2"], "musl"))
        if shutil.which(CROSS + "-gcc") and shutil.which("qemu-aarch64"):
            found.append(Configuration("aarch64 -O2", CROSS + "-gcc", ["-O2"], "aarch64", slower=8,
                                       launcher=["qemu-aarch64", "-L", "/usr/" + CROSS]))
        return found

    def address(self, compiler):
        options = ADDRESS + ([] if compiler == "gcc" else ["-D__SANITIZE_ADDRESS__=1"])  # as gcc says by itself
        return Configuration(f"{compiler} address", compiler, options, f"{compiler}-address", slower=4)

    def thread(self):
        compiler = self.compilers[-1]
        options = THREAD + ([] if compiler == "gcc" else ["-D__SANITIZE_THREAD__=1"])
        return Configuration("thread", compiler, options, f"{compiler}-thread", slower=8)

    def find(self, kind, suffix):
        found, top = [], os.path.join(ROOT, "tests", kind)
        for folder, folders, files in os.walk(top):
            folders[:] = sorted(name for name in folders if name != "support")
            found += [os.path.join(folder, name) for name in sorted(files) if name.endswith(suffix)]
        return [(kind + "/" + os.path.relpath(path, top)[:-len(suffix)], path) for path in found]

    def add_unit_tests(self):
        for name, path in self.find("unit", ".c"):
            if not os.path.basename(path).startswith("test_"):
                continue
            expectations = Expectations(path)
            is_compiler = name.startswith("unit/compiler/")
            configurations = [Configuration("plain", self.compilers[0], ["-O2"])]
            configurations += [self.address(compiler)
                               for compiler in (self.compilers if self.arguments.long else self.compilers[:1])]
            for configuration in configurations:
                program = self.unit_program(name, path, configuration, expectations, is_compiler)
                self.add(f"{name} {configuration.name}", lambda program=program: program.execute(None, False),
                         configuration.variant)
            if not is_compiler:
                self.add_foreign_tests(name, lambda configuration: self.unit_program(
                    name, path, configuration, expectations, False))
                program = self.unit_program(name, path, self.thread(), expectations, False)
                self.add_thread_tests(name, program, LONG_REPEATS)

    def add_foreign_tests(self, name, program_for):
        if name == "unit/reactor/test_fallback":  # of io_uring, which neither qemu-user nor the musl build has
            return
        for configuration in self.foreign_configurations() if self.arguments.long else []:
            program = program_for(configuration)
            self.add(f"{name} {configuration.name}", lambda program=program: program.execute(None, False),
                     configuration.variant)

    def unit_program(self, name, path, configuration, expectations, is_compiler):
        folder = configuration.folder(self.build)
        options = ["-D_GNU_SOURCE", "-I" + os.path.join(ROOT, "src"), "-I" + os.path.join(ROOT, "include")]
        support = os.path.join(os.path.dirname(path), "support.c")
        options += [support] if os.path.exists(support) else []
        libraries = [os.path.join(folder, "libtarrycc.a" if is_compiler else "libtarry.a"), "-pthread"]
        has_liburing = configuration.variant not in FOREIGN and self.has_liburing()
        libraries += ["-luring"] if not is_compiler and has_liburing else []
        return Program(self, name, path, configuration, expectations, options, libraries)

    def has_liburing(self):
        paths = os.path.join(self.build, "meson-info", "intro-dependencies.json")
        if not os.path.exists(paths):
            return False
        with open(paths, encoding="utf-8") as file:
            return '"liburing"' in file.read()

    def add_thread_tests(self, name, program, repeats):
        """The default run takes each reactor and each number of workers once, the long one all pairs, many times."""
        configuration = program.configuration
        repeats = repeats if self.arguments.long else 1
        every = [(reactor, workers) for reactor in self.reactors for workers in ("2", "8")]
        chosen = every if self.arguments.long else [every[0], every[-1]]
        for reactor, workers in chosen:
            environment = {"TARRY_REACTOR": reactor, "TARRY_WORKERS": workers}

            def repeat(program=program, environment=environment):
                for turn in range(repeats):
                    try:
                        program.execute(environment, False)
                    except Failure as failure:
                        raise Failure(f"run {turn + 1} of {repeats}, {environment}\n{failure}") from None

            self.add(f"{name} thread {reactor} {workers}", repeat, configuration.variant)

    def add_stress_tests(self):
        for name, path in self.find("stress", ".c"):
            expectations = Expectations(path)
            configurations = [Configuration("plain", self.compilers[0], ["-O2"])]
            configurations += [self.address(compiler) for compiler in self.compilers if self.arguments.long]
            for configuration in configurations:
                program = Program(self, name, path, configuration, expectations)
                self.add(f"{name} {configuration.name}", program.execute, configuration.variant)
            self.add_foreign_tests(name, lambda configuration: Program(self, name, path, configuration, expectations))
            program = Program(self, name, path, self.thread(), expectations)
            self.add_thread_tests(name, program, STRESS_REPEATS)

    def add_differential_tests(self):
        """Programs take turns with the configurations; in the long run each meets both compilers, -O0 and -O2."""
        path = os.path.join(ROOT, "tests", "differential", "run.py")
        programs, part = (LONG_PROGRAMS, 25) if self.arguments.long else (PROGRAMS, 10)
        for writer in ("own", "csmith"):
            for seed in range(1, programs, part):
                name = f"differential/{writer} {seed}"
                self.add(name, lambda name=name, writer=writer, seed=seed:
                         self.run_script(name, path, self.compilers[0],
                                         ["--by", writer, "--seed", str(seed), "--count", str(part), "--jobs", "1",
                                          "--build", self.build, *(["--every"] if self.arguments.long else [])]))

    def add_models(self):
        path = os.path.join(ROOT, "tests", "model", "run.py")
        for name, model in self.find("model", ".c"):
            self.add(name, lambda name=name, model=model: self.run_script(name, path, self.compilers[0], [model]))

    def add_lang_tests(self):
        for name, path in self.find("lang", ".c"):
            if not any(self.wanted(f"{name} {c.name}") for c in self.configurations()):
                continue
            expectations = Expectations(path)
            for configuration in self.configurations():
                program = Program(self, name, path, configuration, expectations)
                self.add(f"{name} {configuration.name}", program.execute, configuration.variant)

    def add_lang_tests_of_further_compilers(self):
        configurations = [] if self.arguments.quick else self.further_configurations()
        sample = 1 if self.arguments.long else SAMPLE
        for number, (name, path) in enumerate(self.find("lang", ".c")):
            for turn, configuration in enumerate(configurations):
                if number % sample == turn % sample:
                    program = Program(self, name, path, configuration, Expectations(path))
                    self.add(f"{name} {configuration.name}", program.execute, configuration.variant)

    def add_error_tests(self):
        for name, path in self.find("errors", ".c"):
            whose = Expectations(path).compilers or self.compilers
            for compiler in (self.compilers if self.arguments.long else self.compilers[:1]):
                if compiler not in whose:
                    continue
                configuration = Configuration(compiler, compiler, [])
                self.add(f"{name} {compiler}",
                         lambda name=name, path=path, configuration=configuration:
                         self.run_error_test(name, path, configuration))

    def run_error_test(self, name, path, configuration):
        expectations = Expectations(path)
        if not expectations.errors:
            raise Failure(f"{path} names no error and no warning")
        fails = any(kind == "error" for _, kind, _ in expectations.errors)
        folder = self.folder(f"{name} {configuration.name}")
        output = os.path.join(folder, "program.o")
        command = [os.path.join(self.build, "tarrycc"), "-Wall", "-Wextra", *expectations.options, "-c", path,
                   "-o", output]
        status, _, err = run(command, COMPILE_SECONDS, cwd=folder, env=self.environment(folder, configuration))
        wrong = compare_errors(path, expectations.errors, err)
        if status != fails:
            wrong.append(f"{describe(status)}, not {int(fails)}")
        rule, named = re.match(r"L\d+(?=_)", os.path.basename(path)), re.findall(r"\[(L\d+)[],]", err)
        if rule and named and rule[0] not in named:  # if none is, all messages are the compiler's own
            wrong.append(f"no message names the rule {rule[0]}")
        if os.path.exists(output) and fails:
            wrong.append("an object file was left behind")
        self.check_left_behind(folder)
        if wrong:
            raise Failure(f"{shlex.join(command)}\n" + "\n".join(wrong) + f"\n----\n{err}")

    def add_scripts(self):
        for kind in ("driver", "examples", "source", "identity", "fuzz", "faults"):
            for name, path in self.find(kind, ".sh") + self.find(kind, ".py"):
                compilers = self.compilers if kind == "driver" else self.compilers[:1]
                for compiler in compilers:
                    full = f"{name} {compiler}" if kind == "driver" else name
                    if name == "driver/cross":  # needs the cross build, which the quick run does without
                        foreign = [c.variant for c in self.foreign_configurations()]
                        if self.arguments.quick or "aarch64" not in foreign or compiler != "gcc":
                            continue
                        self.variants_of_scripts[full] = "aarch64"
                    self.add(full, lambda full=full, path=path, compiler=compiler:
                             self.run_script(full, path, compiler),
                             self.address(compiler).variant if name == "faults/runtime"
                             else self.variants_of_scripts.get(full),
                             *(configuration.variant for configuration in self.sanitizers(path).values()))

    def sanitizers(self, path):
        """Those a script asks for: `# sanitizers: address thread`."""
        with open(path, encoding="utf-8") as file:
            asked = re.search(r"^# sanitizers: (.*)$", file.read(), re.M)
        every = {"address": lambda: self.address(self.compilers[0]), "thread": self.thread}
        return {name: every[name]() for name in (asked[1].split() if asked else [])}

    def run_script(self, name, path, compiler, arguments=()):
        folder = self.folder(name)
        work = os.path.join(folder, "work")
        os.makedirs(work)
        environment = self.environment(folder, Configuration(compiler, compiler, []))
        environment.update(TARRYCC=os.path.join(self.build, "tarrycc"), BUILD=self.build, ROOT=ROOT, CC=compiler,
                           LONG="1" if self.arguments.long else "")
        for sanitizer, configuration in self.sanitizers(path).items():
            tarrycc = os.path.join(self.build, "variants", configuration.variant, "tarrycc")
            environment[f"TARRYCC_{sanitizer.upper()}"] = shlex.join(
                ["env", f"TARRY_CC={configuration.compiler}", tarrycc, *configuration.options])
        interpreter = [sys.executable] if path.endswith(".py") else ["sh", "-eu"]
        seconds = LONG_SCRIPT_SECONDS if self.arguments.long else SCRIPT_SECONDS
        status, out, _ = run([*interpreter, path, *arguments], seconds, cwd=work, env=environment, merge=True)
        if status == 77:
            self.say(f"skipped {name}: {out.strip()}")
        elif status != 0:
            raise Failure(f"{path}: {describe(status)}\n{out}")
        self.check_left_behind(folder)

    # ---- running ----

    def build_variant(self, variant):
        compiler, _, sanitizer = variant.partition("-")
        folder = os.path.join(self.build, "variants", variant)
        environment = {name: value for name, value in os.environ.items() if name != "CC"}
        options = ["--buildtype=debugoptimized"]
        if variant == "musl":
            environment["CC"] = "musl-gcc"
            options += ["-During=disabled"]  # the liburing that pkg-config knows is glibc's
        elif variant == "aarch64":
            options += ["--cross-file", os.path.join(ROOT, "tools", "cross", f"{CROSS}.ini")]
        else:
            environment["CC"] = compiler
            wanted = "address,undefined" if sanitizer == "address" else sanitizer
            options += [f"-Db_sanitize={wanted}", "-Db_lundef=false", "-Doptimization=1", "-Ddebug=true"]
        if not os.path.exists(os.path.join(folder, "build.ninja")):
            shutil.rmtree(folder, ignore_errors=True)
            self.must(["meson", "setup", folder, ROOT, *options], environment)
        self.must(["ninja", "-C", folder, f"-j{self.arguments.jobs}"], environment)

    def must(self, command, environment):
        status, out, _ = run(command, 1200, env=environment, cwd=ROOT, merge=True)
        if status != 0:
            raise Failure(f"{shlex.join(command)}\n{out}")

    def run_one(self, test):
        started = time.monotonic()
        try:
            test.run()
            return test, None, time.monotonic() - started
        except Failure as failure:
            return test, str(failure), time.monotonic() - started
        except Exception as error:  # a fault of the runner shall not look like a pass
            return test, f"{type(error).__name__}: {error}", time.monotonic() - started

    def run_all(self):
        results = []
        for variant in sorted(self.variants):
            results.append(self.run_one(Test(f"build {variant}", lambda variant=variant: self.build_variant(variant))))
            self.report(results[-1])
        with concurrent.futures.ThreadPoolExecutor(self.arguments.jobs) as pool:
            futures = [pool.submit(self.run_one, test) for test in self.tests]
            try:
                for future in concurrent.futures.as_completed(futures):
                    results.append(future.result())
                    self.report(results[-1])
                    self.show_progress(len(results))
            except KeyboardInterrupt:
                stopping.set()
                for future in futures:
                    future.cancel()
                with groups_lock:
                    for group in groups:
                        kill_group(group)
                raise
        return results

    def report(self, result):
        test, failure, seconds = result
        if failure is not None:
            shown = failure if len(failure) <= OUTPUT_SHOWN else failure[:OUTPUT_SHOWN] + "\n..."
            self.say(f"FAILED {test.name} ({seconds:.1f} s)\n    " + shown.rstrip().replace("\n", "\n    "))

    def show_progress(self, done):
        """On a terminal all the time; in a log each tenth, so that one can see how far a run came that was stopped."""
        total = len(self.tests) + len(self.variants)
        if sys.stdout.isatty():
            print(f"{done} of {total}\r", end="" if done < total else "\r", flush=True)
        elif total >= 100 and done * 10 // total > (done - 1) * 10 // total and done < total:
            self.say(f"{done} of {total}")

    def summarize(self, results):
        if self.arguments.times:
            for test, _, seconds in sorted(results, key=lambda result: -result[2])[:30]:
                self.say(f"{seconds:6.1f} s {test.name}")
        spent, count = collections.Counter(), collections.Counter()
        for test, _, seconds in results:
            kind = re.split(r"[/ ]", test.name)[0]
            spent[kind] += seconds
            count[kind] += 1
        for kind in spent:
            self.say(f"{kind}: {count[kind]} in {spent[kind]:.0f} s")
        failed = [test.name for test, failure, _ in results if failure is not None]
        for name in failed:
            self.say(f"failed: {name}")
        self.say(f"{len(results) - len(failed)} passed, {len(failed)} failed")
        return 1 if failed or not results else 0


def lines_of(text):
    """Without the spaces at their ends, which nobody sees in a comment."""
    return [line.rstrip() for line in text.split("\n")]


def compare_errors(path, wanted, printed):
    """What differs between the messages a test names and those the compiler printed."""
    wrong, got = [], []
    for match in re.finditer(r"^([^:\n]+):(\d+):(?:\d+:)? (?:fatal )?(error|warning): (.*)$", printed, re.M):
        got.append([match[1], int(match[2]), match[3], match[4]])
    for line, kind, text in wanted:
        for message in got:
            if os.path.realpath(message[0]) == os.path.realpath(path) and message[1] == line \
                    and message[2] == kind and text in message[3]:
                got.remove(message)
                break
        else:
            wrong.append(f"line {line}: this {kind} did not come: {text}")
    wrong += [f"{file}:{line}: this {kind} was not wanted: {text}" for file, line, kind, text in got]
    return wrong


def list_programs(pattern):
    """The names of all programs on the PATH that are like that."""
    names = set()
    for folder in os.get_exec_path():
        if os.path.isdir(folder):
            names.update(name for name in os.listdir(folder) if re.fullmatch(pattern, name))
    return names


def can_make_ring():
    """io_uring_setup(0, NULL): EINVAL where it exists and is allowed."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall(425, 0, None)
    return ctypes.get_errno() not in (1, 38)  # EPERM, ENOSYS


def main():
    for ignored in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):  # under nohup, say: the tests expect the default
        if signal.getsignal(ignored) == signal.SIG_IGN:
            signal.signal(ignored, signal.SIG_DFL)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="everything, for hours if need be")
    parser.add_argument("--quick", action="store_true", help="language programs with gcc -O0 and clang -O2 only")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    parser.add_argument("--list", action="store_true", help="only name the tests")
    parser.add_argument("--times", action="store_true", help="name the slowest in the end")
    parser.add_argument("names", nargs="*")
    runner = Runner(parser.parse_args())
    if not runner.compilers:
        sys.exit("neither gcc nor clang is here")
    for compiler in {"gcc", "clang"} - set(runner.compilers):
        runner.say(f"{compiler} is not here: nothing is tested with it")
    if "uring" not in runner.reactors:
        runner.say("io_uring is not allowed here: nothing is tested with it")
    for program, what in (("musl-gcc", "musl"), (CROSS + "-gcc", "arm64"), ("qemu-aarch64", "arm64")):
        if not shutil.which(program):
            runner.say(f"{program} is not here: nothing is tested for {what}")
    for add in (runner.add_scripts, runner.add_unit_tests, runner.add_stress_tests, runner.add_differential_tests,
                runner.add_models, runner.add_error_tests, runner.add_lang_tests, runner.add_lang_tests_of_further_compilers):
        add()
    for part in runner.arguments.names:
        if not any(part in test.name for test in runner.tests):
            more = "" if runner.arguments.long else "; --long has more"
            print(f"no test's name contains '{part}' (--list names them all{more})", file=sys.stderr)
    if runner.arguments.list:
        print("\n".join(test.name for test in runner.tests))
        return 0
    if not os.path.exists(os.path.join(runner.build, "tarrycc")):
        sys.exit(f"{runner.build}/tarrycc is not there: run ./check, or ninja -C {runner.build}")
    try:
        return runner.summarize(runner.run_all())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
