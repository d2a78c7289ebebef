"""libtarry's n-th allocation fails, for each n, once or from then on, in every program of tests/lang, tests/unit and examples
(the short run takes a sample): the program ends by itself, and neither a sanitizer, the leak checker nor an assertion of the
library has a complaint. What it prints may differ, for its tasks see the errors; a test may also say that it cannot go on. And it
may wait for what could not be started, an async function or a call on the pool, if on SIGQUIT it tells what its tasks wait for (unit tests,
which have no handler for that, need not).

Each is compiled with -O0; language programs also with -O2, where async functions are called directly as long as there is room on
the C stack, and have their frames only then (the short run takes turns).

By hand: ROOT=... BUILD=... CC=gcc [LONG=1] [LEVELS="-O2"] tests/faults/runtime.py [NAME...] runs those whose name contains one
of the words.

A program that cannot do without memory says so in a comment, and why:

    // no faults: waits for a child that was not started
"""
import concurrent.futures
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time

ROOT = os.environ["ROOT"]
BUILD = os.path.join(os.environ["BUILD"], "variants", os.environ["CC"] + "-address")
LONG = bool(os.environ.get("LONG"))
JOBS = int(os.environ.get("JOBS", "2"))  # programs, each run twice at the same time: they mostly wait
EACH = 30  # so many are failed one by one; later ones in growing steps
BEYOND_ALL = 3000
SECONDS = 20
PATIENCE = 2  # seconds without computing, or waiting for what was not started; or ten times what it takes with memory
ALL_TASKS = "tarry: all tasks:"  # begins what SIGQUIT is answered with
# Tasks in all kinds of scopes, separate frames, cancellation, timers, the reactor, the blocking pool.
FEW = {"lang/recursion_fib": ["-O0", "-O2"], "lang/defer_in_recursion": ["-O2"], "lang/fail_fast_cancels_siblings": ["-O0"],
       "lang/parallel_inside_concurrent": ["-O2"]}
SAMPLE = 50  # in the short run one in so many of the others
LEVELS = os.environ.get("LEVELS", "").split()  # of optimization; none: as is fit
# What an example is run with, if that is not nothing. None: it is a server, or goes to the limit; its own test runs it.
ARGUMENTS = {"fastest": "1 50 500", "million_jobs": "1000", "h2o": "20", "jobs": "3", "line_echo": None, "proxy": None,
             "proxy_load": None, "shards": None, "shard_hosts": None, "jobs_threads": None, "line_echo_threads": None, "leaked": None, "spinning": None}


STARTS = ["tarry__spawn_new", "tarry__arm_new", "tarry__call_new", "tarry__frame_new", "tarry__blocking_start"]


class Program:
    def __init__(self, name, path, level):
        self.name, self.path, self.level, self.kind = name, path, level, name.split("/")[0]
        with open(path, encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        self.words = [word for line in self.directive("args") for word in shlex.split(line)]
        if self.kind == "examples":
            self.words = shlex.split(ARGUMENTS.get(os.path.basename(name), "") or "")
        self.input = "".join(line + "\n" for line in self.directive("stdin"))
        self.environment = dict(line.split("=", 1) for line in self.directive("env"))
        self.folder = os.path.abspath(name.replace("/", "-") + level)
        self.binary = os.path.join(self.folder, "program")
        self.patience = SECONDS

    def __str__(self):
        return f"{self.name} {self.level}"

    def directive(self, what):
        return [line.strip() for line in re.findall(rf"(?:^|\s)// {what}:(.*)$", self.text, re.M)]

    def is_left_out(self):
        is_server = self.kind == "examples" and ARGUMENTS.get(os.path.basename(self.name), "") is None
        return is_server or bool(self.directive("no faults"))

    def build(self):
        """None, or what is wrong."""
        os.makedirs(self.folder)
        uring = ["-luring"] if has_liburing() else []
        beside = os.path.join(os.path.dirname(self.path), "support")
        support = [os.path.join(beside, name) for line in self.directive("files") for name in line.split()]
        if self.kind == "unit" and os.path.exists(os.path.join(os.path.dirname(self.path), "support.c")):
            support.append(os.path.join(os.path.dirname(self.path), "support.c"))
        options = [word for line in self.directive("options") for word in shlex.split(line)]
        if self.kind == "unit":
            options.append("-D_GNU_SOURCE")
        command = [os.path.join(BUILD, "tarrycc"), self.level, "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-w", "-no-pie",
                   *options, f"-I{ROOT}/src", f"-I{ROOT}/include", self.path, *support,
                   os.path.join(ROOT, "tests", "faults", "support", "fail_runtime.c"), "-o", self.binary,
                   "-Wl,--wrap=tarry__memory_fault_set", os.path.join(BUILD, "libtarry.a"), "-pthread", *uring]
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              env={**os.environ, "TARRY_CC": os.environ["CC"], "ASAN_OPTIONS": "detect_leaks=0"})
        return f"{self} does not compile:\n{done.stderr}" if done.returncode != 0 else None

    def run(self, n, forever):
        """(whether the n-th allocation came, what is wrong or None)."""
        place = os.path.join(self.folder, "forever" if forever else "once")
        report = os.path.join(place, "report")
        os.makedirs(place, exist_ok=True)
        if os.path.exists(report):
            os.unlink(report)
        environment = {**os.environ, "TARRY_WORKERS": "2", "TMPDIR": place, **self.environment,
                       "FAIL_ALLOCATION": str(n), "FAIL_REPORT": report}
        if forever:
            environment["FAIL_FOREVER"] = "1"
        with open(os.path.join(place, "errors"), "w", encoding="utf-8") as errors:
            process = subprocess.Popen([self.binary, *self.words], env=environment, stdin=subprocess.PIPE, text=True,
                                       stdout=subprocess.DEVNULL, stderr=errors, cwd=place, start_new_session=True)
            ended = ends(process, self.input, self.patience, lambda: self.was_for_a_start(report))
            if not ended:
                process.send_signal(signal.SIGQUIT)  # what its tasks wait for
                for _ in range(10):
                    if process.poll() is None and ALL_TASKS not in read(errors.name):
                        time.sleep(0.2)
                kill_group(process.pid)
                process.communicate()
            text = read(errors.name)
        tells = self.kind == "unit" or ALL_TASKS in text
        if not ended and tells and self.was_for_a_start(report):
            return True, None
        return os.path.exists(report), judge(process.returncode, text) if ended else f"does not end\n{text[-3000:]}"

    def was_for_a_start(self, report):
        """Whether an allocation that failed was that of an async function to be started, or of a call on the pool."""
        if not os.path.exists(report):
            return False
        with open(report, encoding="utf-8") as file:
            calls = sorted(set(file.read().split()))
        named = subprocess.run(["addr2line", "-f", "-i", "-e", self.binary], input="\n".join(calls), capture_output=True,
                               text=True, check=False)
        return any(start in named.stdout for start in STARTS)


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


def ends(process, text, patience, may_wait):
    """Whether it ends by itself. It does not when nothing of it computes for `patience`, or it takes SECONDS, or `patience` if
    it may wait."""
    begin = changed = time.monotonic()
    last, seconds = None, None
    while True:
        try:
            process.communicate(text, timeout=0.5)
            return True
        except subprocess.TimeoutExpired:
            now, state = time.monotonic(), activity(process.pid)
            if state is None or state != last:
                last, changed = state, now
            if seconds is None and now - begin > patience:
                seconds = patience if may_wait() else SECONDS
            if now - changed > patience or (seconds and now - begin > seconds):
                return False


def activity(group):
    """What the threads of a process group have computed so far, each; None if one does now, or would if it had a processor."""
    found = {}
    for process in filter(str.isdecimal, os.listdir("/proc")):
        try:
            if os.getpgid(int(process)) != group:
                continue
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/stat", encoding="utf-8", errors="replace") as file:
                    fields = file.read().rpartition(")")[2].split()
                if fields[0] == "R":
                    return None
                found[thread] = fields[11:13]
        except OSError:  # it has ended
            pass
    return found


def kill_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:  # it has ended meanwhile
        pass


def judge(status, text):
    complains = "Sanitizer" in text
    for file in re.findall(r"^(?:.*: )?(\S+?):\d+:.*(?:Assertion .* failed|runtime error: )", text, re.M):
        complains = complains or "/src/" in file or "/include/" in file  # else it is what a test makes of an error
    complains = complains or (status < 0 and status != -signal.SIGABRT)
    return f"status {status}\n{text[-3000:]}" if complains else None


def has_liburing():
    return subprocess.run([os.environ["CC"], "-luring", "-shared", "-o", "/dev/null"], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0


def levels(name, number, words):
    """With which it is compiled: none, it is not in the sample."""
    both = ["-O0", "-O2"] if name.startswith("lang/") else ["-O0"]
    if LEVELS or LONG or words:
        return LEVELS or both
    return FEW.get(name, both[number // SAMPLE % len(both):][:1] if number % SAMPLE == SAMPLE // 2 else [])


def programs(words):
    found = []
    for kind, top in (("lang", "tests/lang"), ("unit", "tests/unit"), ("examples", "examples")):
        for folder, folders, files in os.walk(os.path.join(ROOT, top)):
            folders[:] = sorted(name for name in folders if name not in ("support", "compiler"))
            for file in sorted(files):
                if file.endswith(".c") and (kind != "unit" or file.startswith("test_")):
                    path = os.path.join(folder, file)
                    found.append((kind + "/" + os.path.relpath(path, os.path.join(ROOT, top))[:-2], path))
    return [program for number, (name, path) in enumerate(found) for level in levels(name, number, words)
            if (program := Program(name, path, level)) and is_wanted(program, words)]


def is_wanted(program, words):
    return any(word in program.name for word in words) if words else not program.is_left_out()


def fail_each(program, forever):
    """(what is wrong, how many allocations there are)."""
    faults, n, came = [], 1, True
    while came and n < BEYOND_ALL and len(faults) < 5:
        last = n
        came, fault = program.run(n, forever)
        if fault:
            faults.append(f"{program}, allocation {n}{' and later' if forever else ''}: {fault}")
        n += 1 + max(0, n - EACH) // 4
    return faults, last - 1


def try_program(program):
    wrong = program.build()
    if wrong:
        return [wrong]
    begin = time.monotonic()
    fault = program.run(0, False)[1]
    program.patience = max(PATIENCE, 10 * (time.monotonic() - begin))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        (once, count), (forever, count_forever) = pool.map(fail_each, [program, program], [False, True])
    faults = [*([f"{program}, with memory: {fault}"] if fault else []), *once, *forever]
    seconds = time.monotonic() - begin
    print("\n".join([f"{program}: {max(count, count_forever)} allocations, {seconds:.0f} s", *faults]), flush=True)
    shutil.rmtree(program.folder)
    return faults


def main():
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        wrong = [fault for faults in pool.map(try_program, programs(sys.argv[1:])) for fault in faults]
    return 1 if wrong else 0


sys.exit(main())
