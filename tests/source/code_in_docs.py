"""The C in the docs compiles as it stands there, in surroundings that declare what it takes for granted."""

import os
import re
import subprocess
import sys

ROOT = os.environ["ROOT"]
TARRYCC = os.path.join(os.environ["BUILD"], "tarrycc")
PAGES = ["README.md", *("docs/%s.md" % name for name in ("cancellation", "channels", "language", "streams", "sync", "time"))]
HEADERS = "".join(f"#include <{name}.h>\n" for name in (
    "assert", "errno", "fcntl", "pthread", "signal", "stdio", "stdlib", "string", "tarry", "unistd"))
JOB = "static async int job(int n) { await tarry_sleep(n); return n; }\n"
NUMBERS = "typedef TARRY_CHANNEL(int) numbers;\n"

# What stands in front of each block, by the block's first line, and behind it. None: the block is a whole file.
SURROUNDINGS = {
    # README.md
    "#include <tarry.h>": None,
    # cancellation.md
    "while (more(work)) {": (
        "int more(int); void step(int);\nasync int f(int work) {\n", "return 0; }"),
    "static struct tarry_event stop;": (
        "static async int serve(void) { await tarry_sleep(TARRY_SEC(1)); return 7; }\n", ""),
    # channels.md
    "typedef TARRY_CHANNEL(struct job) job_channel;      // once, where struct job is declared": (
        "struct job { int a; }; struct reply { int a; }; struct settings { int a; }; struct event { int a; };\n",
        "job_channel c; reply_slot slot; settings_watch w = TARRY_WATCH_INIT({1});\n"
        "struct event storage[4]; event_broadcast b = TARRY_BROADCAST_INIT(storage);"),
    # language.md
    "async int job(int n) {": ("", "async int f(void) { return await job(1) + 1; }"),
    "struct service {": (
        "struct request;\nasync int give_time(struct request *request); async int echo(struct request *request);\n", ""),
    "concurrent (s) {                       // or parallel (s)": (
        JOB + "async int f(void) { int done[3];\n", "return done[0]; }"),
    "parallel (s, .limit = 8) {": (
        "struct reply { int n; }; async struct reply fetch(const char *url);\n"
        "async void f(int n, const char *const *urls, struct reply *replies) {\n", "}"),
    "int error;": (
        "struct chunk; async int send_chunk(int host, struct chunk *chunk);\n"
        "async int f(int n, const int *hosts, struct chunk **chunks) {\n", "}"),
    "race {": (
        JOB + "void use(char *, ssize_t);\nasync int f(int a, char *buffer, size_t size) { ssize_t n; int error;\n",
        "return n < 0 ? (int)n : error; }"),
    "within (TARRY_SEC(2)) {": ("async ssize_t f(int fd, char *buffer, size_t size) { ssize_t n;\n", "return n; }"),
    "int fd = await blocking(open(path, O_RDONLY));": ("async int f(const char *path) {\n", "return tarry_close(fd); }"),
    "int fd = await tarry_tcp_connect(host, port);": ("async int f(const char *host, uint16_t port) {\n", "return 0; }"),
    "TARRY_DIAGNOSTIC(push)": ("async int f(void) { await tarry_yield();\n", "return 0; }"),
    "TARRY_LOCKS(1) void queue_lock(struct queue *queue);           // locks what its first argument points to": (
        "struct queue;\n", ""),
    "TARRY_BLOCKS int compress_file(const char *path);": (
        "", "async int f(void) { return await blocking(compress_file(\"a\")); }"),
    # streams.md
    "async int next_shard(struct shards *shards, struct shard *out_shard);": (
        "struct shards { int n; }; struct shard { int n; };\n", None),
    "typedef TARRY_CHANNEL(struct order) orders;": ("struct order { int n; };\n", None),
    "static async void keep_odd(numbers *in, numbers *out) {": (
        NUMBERS, "async void f(numbers *in, numbers *out) { await keep_odd(in, out); }"),
    "concurrent (s) {                                            // or parallel": (
        NUMBERS + "async void square_each(numbers *in, numbers *out);\nasync void f(numbers *in, numbers *out, int n) {\n", "}"),
    "concurrent (s) {": (
        "async int handle(int item); void use(int *result);\nasync void f(int items, int n, int *results) {\n", "}"),
    "static async int square_in_turn(int number, numbers *out, struct tarry_semaphore *turn, struct tarry_semaphore *next) {":
        (NUMBERS + "async int square(int number);\n", None),
    "concurrent (s, .limit = n) {": (
        NUMBERS + "async void add_square(int number, int *sum);\n"
        "async int f(numbers *in, unsigned n) { int number, sum = 0;\n", "return sum; }"),
    # sync.md
    "pthread_mutex_lock(&table->lock);                       // fine: no await before the unlock": (
        "struct upstream; struct table { pthread_mutex_t lock; };\nstruct upstream *table_choose(struct table *, int);\n"
        "async int ask(struct upstream *upstream, int key);\nasync int f(struct table *table, int key) {\n", "}"),
    "int error = await tarry_mutex_lock(&connection->mutex);": (
        "struct connection { struct tarry_mutex mutex; };\nasync int f(struct connection *connection) {\n", "return 0; }"),
    "while (queue->count == 0) {": (
        "struct queue { int count; struct tarry_mutex mutex; struct tarry_condition not_empty; };\n"
        "async int f(struct queue *queue) {\n", "return 0; }"),
    "struct answer answer = {0};": (
        "struct answer { struct tarry_event there; };\nvoid on_answer(void *);\nvoid library_ask(void (*)(void *), void *);\n"
        "async int f(void) {\n", "return error; }"),
    "struct tarry_notify_registration registration;": (
        "struct item { int n; }; bool try_pop(struct item *);\nstatic struct tarry_notify pushed;\n"
        "async int f(void) { struct item item;\n", "return error; }"),
    "int result;": (
        "struct bank { int total; }; struct bank new_bank(void);\nasync int transfer(void *bank);\n"
        "async void f(struct bank bank) {\n", "}"),
    # time.md
    "struct tarry_interval every = {.period = TARRY_MS(100)};": ("void sample(void);\nasync void f(void) {\n", "}"),
    "await tarry_wall_sleep_until(midnight);": ("async void f(int64_t midnight) {\n", "}"),
    "async int main(void) {": ("", ""),
    "tarry_clock_pause(TARRY_CLOCK_BY_HAND);": ("async void f(void) {\n", "}"),
}

# Where a line of the block begins something that stands elsewhere in the program, and its `...` has to be filled in.
CHANGES = {
    "async int next_shard(struct shards *shards, struct shard *out_shard);": [
        ("while", "async int f(struct shards shards) { struct shard shard; int got;\nwhile"), ("...", "(void)shard; return got; }")],
    "typedef TARRY_CHANNEL(struct order) orders;": [
        ("static async", "struct order parse_order(char *, ssize_t); void use(struct order *);\nstatic async"),
        ("    ...", "    char room[100], *line; ssize_t n; struct tarry_reader in = tarry_reader(fd, room, sizeof room);"),
        ("orders in =", "async void f(int fd) { orders in ="), ("}\n$", "}\n}")],
    "static async int square_in_turn(int number, numbers *out, struct tarry_semaphore *turn, struct tarry_semaphore *next) {": [
        ("struct tarry_semaphore turn[", "enum { n = 3 };\nasync void f(numbers *in, numbers *out) { int number;\n"
         "struct tarry_semaphore turn["), (r"tarry_channel_close(out);", "tarry_channel_close(out); }")],
    "tarry_clock_pause(TARRY_CLOCK_BY_HAND);": [("...\n", "")],
}


def program(block):
    first = block.split("\n")[0]
    if first not in SURROUNDINGS:
        return None
    surroundings = SURROUNDINGS[first]
    if surroundings is None:
        return block
    for old, new in CHANGES.get(first, []):
        if old.endswith("$"):
            block = re.sub(re.escape(old[:-1]) + r"\Z", new, block)
        else:
            block = block.replace(old, new, 1)
    return HEADERS + surroundings[0] + "#line 1 \"block\"\n" + block + "\n" + (surroundings[1] or "")


def main():
    wrong, count = [], 0
    for page in PAGES:
        with open(os.path.join(ROOT, page), encoding="utf-8") as file:
            text = file.read()
        for match in re.finditer(r"^```c\n(.*?)^```", text, re.S | re.M):
            place = f"{page}:{text[:match.start()].count(chr(10)) + 1}"
            source = program(match[1])
            count += 1
            if source is None:
                wrong.append(f"{place}: what it needs around it is to be said in tests/source/code_in_docs.py")
                continue
            run = subprocess.run([TARRYCC, "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-x", "c", "-"],
                                 input=source, capture_output=True, text=True, check=False)
            if run.returncode != 0 or run.stderr:
                wrong.append(f"{place}:\n{run.stderr}")
    print("\n".join(wrong))
    return 1 if wrong or count == 0 else 0


sys.exit(main())
