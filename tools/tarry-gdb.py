"""Tarry in gdb: the tasks of a program, where they wait, and their variables; of a live process or a core.

    (gdb) source tarry-gdb.py            what installing Tarry under /usr makes unnecessary
    (gdb) tarry tasks                    all tasks, each below the one whose scope it is in
    (gdb) tarry bt 3                     the chain of awaits of task 3, and where its parents are
    (gdb) tarry locals 3                 the variables of the functions in that chain
    (gdb) tarry break work               stop where the body of async function `work` begins
    (gdb) next, step, until, finish      go on over awaits that wait, to the next line of this async function
    (gdb) info locals, print x           know the variables that an async function keeps in its frame

A task is named by its number in `tarry tasks` or its address (any expression). Without one, the task that the selected
thread runs is meant. `tarry tasks` stops at 50 children of a scope; `tarry tasks all` does not.

Everything comes from the tasks and the descriptors of the functions (tarry/abi.h), so a program that was optimised
shows as much as one that was not. libtarry has to have its debug information (its types: include/tarry/abi.h and
src/runtime/{task,worker}.h); the variables need the program's own.
"""

import functools
import re

import gdb

CHILDREN_SHOWN = 50
CHAIN_SHOWN = 1000  # awaits of one task
RESERVED = ("result", "state", "child")
PRIVATE = ("struct tarry_within", "struct tarry_scope_link", "struct tarry_race", "struct tarry_arm",
           "struct tarry_binding")


class Trouble(gdb.GdbError):
    pass


# ---- reading the program ----

@functools.lru_cache(maxsize=None)
def struct(name):
    try:
        return gdb.lookup_type("struct " + name)
    except gdb.error:
        raise Trouble(f"There is no 'struct {name}': libtarry is not loaded, or was built without debug information "
                      "(-Ddebug=true).") from None


@functools.lru_cache(maxsize=None)
def constant(name):
    try:
        return int(gdb.parse_and_eval(name))
    except gdb.error:
        raise Trouble(f"There is no '{name}': libtarry has no debug information.") from None


def forget(event):
    """Another program, or another libtarry."""
    struct.cache_clear()
    constant.cache_clear()


def pointer(address, type):
    return gdb.Value(int(address)).cast(type.pointer())


def base_name(path):
    return path.string().rpartition("/")[2] if int(path) else "?"


def offset_of(type, member):
    return next(field.bitpos // 8 for field in type.fields() if field.name == member)


def threads():
    found = []
    for inferior in gdb.inferiors():
        found += inferior.threads()
    return sorted(found, key=lambda thread: thread.num)


def worker_of_selected_thread():
    """The struct tarry_worker that the selected thread runs, or None."""
    type = struct("tarry_worker")
    try:
        worker = gdb.parse_and_eval("tarry__worker_current")
        return pointer(worker, type) if int(worker) else None
    except gdb.error:
        pass  # gdb cannot read thread-local variables here: musl, or no libthread_db
    frame = gdb.newest_frame()
    while frame is not None:
        if frame.name() == "tarry__worker_loop":
            try:
                return frame.read_var("worker")
            except (ValueError, gdb.error):
                return None
        frame = frame.older()
    return None


def runtimes():
    """The runtimes that some thread works for."""
    selected, found = gdb.selected_thread(), {}
    if selected is None:
        raise Trouble("The program is not being run.")
    try:
        for thread in threads():
            thread.switch()
            worker = worker_of_selected_thread()
            if worker is not None:
                found.setdefault(int(worker["runtime"]), worker["runtime"])
    finally:
        selected.switch()
    return list(found.values())


running_now = None


def forget_running(event):
    global running_now
    running_now = None


gdb.events.cont.connect(forget_running)


def running_tasks():
    """The addresses of the tasks that workers are polling."""
    global running_now
    if running_now is None:
        workers = [runtime["workers"][i] for runtime in runtimes() for i in range(int(runtime["worker_count"]))]
        running_now = {int(worker["running"]) for worker in workers}
    return running_now


# ---- functions and their futures ----

class Point:
    """A function in a chain of awaits: where it waits, and for what."""

    def __init__(self, function, future, outer=None):
        self.function, self.future = function, int(future)
        # An address in its file's code: without a poll function it is embedded in `outer`, of the same file.
        self.code = int(function["poll"]) or (outer.code if outer else 0)
        self.name = function["name"].string()
        self.arms = []  # of a race: (state, chain)
        state_at = self.future + int(function["state_offset"])
        self.state = int(pointer(state_at, gdb.lookup_type("unsigned short")).dereference())
        self.is_leaf = bool(int(function["flags"]) & constant("TARRY_FUNCTION_LEAF"))
        known = 0 < self.state <= int(function["await_count"]) and int(function["awaits"])
        self.wait = function["awaits"][self.state - 1] if known else None

    def kind(self):
        return int(self.wait["kind"]) if self.wait is not None else None

    def child(self):
        """What lies at the place of the child that is awaited: its address."""
        return self.future + int(self.wait["child_offset"])

    def awaited(self):
        """The callee's (function, future), or None."""
        if self.wait is None:
            return None
        if self.kind() == constant("TARRY_AWAIT_EMBEDDED"):
            return self.wait["callee"], self.child()
        if self.kind() == constant("TARRY_AWAIT_BOXED"):
            future = int(pointer(self.child(), gdb.lookup_type("void").pointer()).dereference())
            if not future:
                return None
            if int(self.wait["callee"]):
                return self.wait["callee"], future
            return (pointer(future, struct("tarry_frame")) - 1)["function"], future  # called by pointer
        return None

    def race(self):
        if self.wait is not None and self.kind() == constant("TARRY_AWAIT_RACE"):
            return pointer(self.child(), struct("tarry_race"))
        return None

    def place(self):
        if self.wait is not None:
            return f"{base_name(self.function['file'])}:{int(self.wait['line'])}"
        return ""

    def waits_for(self):
        """Of the innermost, in words."""
        if self.is_leaf:
            return ""
        if self.wait is None:
            return ""
        if self.kind() == constant("TARRY_AWAIT_JOIN"):
            return "end of scope"
        return "race" if self.race() is not None else ""

    def type(self):
        return future_type(self.name, self.code)


def future_type(function, poll):
    """As the function's own file has it, or None."""
    name = function + "__future"
    try:
        block = gdb.block_for_pc(poll)
        if block is not None:
            symbol = gdb.lookup_symbol(name, block, gdb.SYMBOL_STRUCT_DOMAIN)[0]
            if symbol is not None:
                return symbol.type
        return gdb.lookup_type("struct " + name)
    except gdb.error:
        return None


def chain(function, future, limit=CHAIN_SHOWN):
    """The points from the outermost function to what it waits for in the end."""
    points = []
    while len(points) < limit:
        point = Point(function, future, points[-1] if points else None)
        points.append(point)
        race = point.race()
        if race is not None:
            point.arms = [arm_chain(race["arms"][i]) for i in range(int(race["count"]))]
        awaited = point.awaited()
        if awaited is None:
            break
        function, future = awaited
    return points


def arm_chain(arm):
    if int(arm["phase"]) == constant("TARRY__ARM_RUNNING"):
        return "", chain(arm["function"], arm["future"])
    state = "ended" if int(arm["phase"]) == constant("TARRY__ARM_ENDED") else "not started"
    return f"{arm['function']['name'].string()} ({state})", []


def chain_text(points):
    text = []
    for point in points:
        at = point.place() or ("not started" if point.state == 0 and not point.is_leaf else "")
        text.append(point.name + (f" ({at})" if at else ""))
    last = points[-1]
    if last.arms:
        text.append("race [" + " | ".join(state or chain_text(inner) for state, inner in last.arms) + "]")
    elif last.waits_for():
        text.append(last.waits_for())
    return " > ".join(text)


# ---- tasks ----

class Task:
    def __init__(self, address, number=0, depth=0, parent=None):
        self.task = pointer(address, struct("tarry_task"))
        self.address, self.number, self.depth, self.parent = int(address), number, depth, parent
        self.function = self.task["function"]
        self.future = self.address + struct("tarry_task").sizeof

    def has(self, bit):
        return bool(int(self.task["state"]) & constant("TARRY__TASK_" + bit))

    def is_running(self):
        return self.has("SCHEDULED") and self.address in running_tasks()

    def status(self):
        words = ["ended"] if self.has("ENDED") else ["running"] if self.is_running() else ["ready to run"] if self.has("SCHEDULED") else []
        words += ["cancelled"] if self.has("CANCELLED") else []
        return f" ({', '.join(words)})" if words else ""

    def own_name(self):
        """What TARRY_TASK_NAME has named it, as text to stand in front; as tarry__task_name does in src/runtime/local.c."""
        link = self.task["open"]
        while int(link):
            if int(link["kind"]) == constant("TARRY__LINK_BINDING"):
                binding = pointer(link, struct("tarry_binding"))
                if int(binding["local"]) == constant("(unsigned long)&tarry__name_key"):
                    text = pointer(binding["value"], gdb.lookup_type("char").pointer()).dereference()
                    return f'"{text.string(errors="replace")}" '
            link = link["outer"]
        return ""

    def title(self):
        number = f"Task {self.number}" if self.number else f"Task {self.address:#x}"
        return f"{number}, {self.own_name()}{self.function['name'].string()}{self.status()}"

    def points(self):
        return chain(self.function, self.future)

    def text(self):
        chain = self.function["name"].string() if self.is_running() else chain_text(self.points())
        return self.own_name() + chain


def arm_of_link(link):
    return pointer(int(link) - offset_of(struct("tarry_arm"), "link"), struct("tarry_arm"))


def first_of_arms(race, start):
    for i in range(start, int(race["count"])):
        if int(race["arms"][i]["phase"]) == constant("TARRY__ARM_RUNNING"):
            return race["arms"][i]["open"]
    return race["link"]["outer"]


def next_link(link):
    """As tarry__link_next does in src/runtime/link.c."""
    kind = int(link["kind"])
    if kind == constant("TARRY__LINK_RACE"):
        return first_of_arms(pointer(link, struct("tarry_race")), 0)
    if kind == constant("TARRY__LINK_ARM"):
        race = pointer(link["outer"], struct("tarry_race"))
        index = (int(arm_of_link(link)) - int(race["arms"])) // struct("tarry_arm").sizeof
        return first_of_arms(race, index + 1)
    return link["outer"]


def scopes_of(task):
    link = task.task["open"]
    while int(link):
        if int(link["kind"]) <= constant("TARRY__LINK_PARALLEL"):
            yield pointer(link, struct("tarry_scope"))
        link = next_link(link)


def children_of(task, limit):
    """The tasks in its scopes, in the order of the scopes; and after each scope how many were left out, as a number."""
    for scope in scopes_of(task):
        child, count = scope["children"], 0
        while int(child):
            count += 1
            if limit and count > limit:
                yield "..."
                break
            yield int(child)
            child = child["sibling_next"]


def all_tasks(limit=CHILDREN_SHOWN):
    """Tasks, depth first, numbered from 1; "..." with a depth where some are left out. Tasks may be nested deep."""
    number = 0
    for runtime in runtimes():
        if not int(runtime["root"]):
            continue
        stack = [(int(runtime["root"]), 0, None)]
        while stack:
            address, depth, parent = stack.pop()
            if address == "...":
                yield depth
                continue
            number += 1
            task = Task(address, number, depth, parent)
            yield task
            stack += [(child, depth + 1, task) for child in reversed(list(children_of(task, limit)))]


def find_task(text):
    """The task that an argument names; without one, the one that the selected thread runs."""
    if not text:
        worker = worker_of_selected_thread() if gdb.selected_thread() else None
        if worker is None or not int(worker["running"]):
            raise Trouble("This thread runs no task: name one, by its number in 'tarry tasks' or its address.")
        wanted = int(worker["running"])
    else:
        wanted = int(gdb.parse_and_eval(text))
    for limit in (CHILDREN_SHOWN, 0):
        for task in all_tasks(limit):
            if isinstance(task, Task) and wanted in (task.number, task.address):
                return task
        if wanted < 4096 and limit == CHILDREN_SHOWN:
            break  # a number counts those that were shown
    raise Trouble(f"There is no task {text}.")


# ---- a task that is being polled ----

def thread_of(task):
    """The thread that runs it."""
    selected = gdb.selected_thread()
    try:
        for thread in threads():
            thread.switch()
            worker = worker_of_selected_thread()
            if worker is not None and int(worker["running"]) == task.address:
                return thread
    finally:
        selected.switch()
    return None


def frames_of_running(task):
    """The C stack of its poll, innermost first, as text: what lies inside the runtime's loop."""
    thread, lines = thread_of(task), []
    if thread is None:
        return ["(on no thread: its poll has not begun, or is over)"]
    selected = gdb.selected_thread()
    try:
        thread.switch()
        frame = gdb.newest_frame()
        while frame is not None and frame.name() not in ("tarry__frames_poll", "tarry__worker_loop"):
            at = frame.find_sal()
            name = frame.name() or "??"
            where = f" at {at.symtab.filename.rpartition('/')[2]}:{at.line}" if at.symtab else ""
            lines.append(f"{name.removesuffix('__poll')} (){where}")
            frame = frame.older()
            if frame is not None and frame.name() == "run_task":
                break
    finally:
        selected.switch()
    return lines


def separate_frames_around(task):
    """Of a running task: the points of the frames that wait for the one being polled, innermost first."""
    frame, points = task.task["frame"], []
    if not int(frame):
        return points
    inner = int(frame) + struct("tarry_frame").sizeof
    whole = chain(task.function, task.future)
    for point in whole:
        if point.future == inner:
            break
        points.append(point)
    return points[::-1]


# ---- the commands ----

class Tarry(gdb.Command):
    """Tasks of a program that uses Tarry: tarry tasks, bt, locals, break."""

    def __init__(self):
        super().__init__("tarry", gdb.COMMAND_STACK, gdb.COMPLETE_COMMAND, True)


class Tasks(gdb.Command):
    """tarry tasks [all]: all tasks that have not ended, each below the one whose scope it is in.

Each with the chain of its awaits. 50 children of a scope are shown; with `all` all of them."""

    def __init__(self):
        super().__init__("tarry tasks", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        if argument.strip() not in ("", "all"):
            raise Trouble("Usage: tarry tasks [all]")
        count = 0
        for task in all_tasks(0 if argument.strip() else CHILDREN_SHOWN):
            if isinstance(task, Task):
                count += 1
                print(f"{task.number:>4}  {'  ' * min(task.depth, 40)}{task.text()}{task.status()}")
            else:
                print(f"      {'  ' * min(task, 40)}... (tarry tasks all)")
        if not count:
            print("No tasks.")


class Backtrace(gdb.Command):
    """tarry bt [TASK]: the chain of awaits of a task, innermost first, then where the tasks above it are."""

    def __init__(self):
        super().__init__("tarry bt", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        task = find_task(argument.strip())
        print(task.title())
        number = 0
        if task.is_running():
            for line in frames_of_running(task):
                print(f"#{number:<3} {line}")
                number += 1
            number = self.show(separate_frames_around(task), number, "")
        else:
            number = self.show(task.points()[::-1], number, "")
        parent = task.parent
        while parent is not None:
            print(f"in a scope of task {parent.number}, {parent.function['name'].string()}{parent.status()}")
            if not parent.is_running():
                number = self.show(parent.points()[::-1], number, "")
            parent = parent.parent

    def show(self, points, number, indent):
        for point in points:
            for arm, (state, inner) in enumerate(point.arms):
                print(f"{indent}     arm {arm + 1}" + (f": {state}" if state else ""))
                self.show(inner[::-1], 0, indent + "     ")
            where = f" at {point.place()}" if point.place() else ""
            waits = f", waits for the {point.waits_for()}" if point.wait is not None and point.waits_for() else ""
            started = ", not started" if point.state == 0 and not point.is_leaf else ""
            print(f"{indent}#{number:<3} {point.name} (){where}{waits}{started}")
            number += 1
        return number


class Locals(gdb.Command):
    """tarry locals [TASK] [FUNCTION]: the parameters and variables of a task that waits.

Of all async functions in its chain of awaits, innermost first; or of that function alone. Shown is what the function keeps
across its await: with -g and no optimisation everything that is in scope, else what is used again."""

    def __init__(self):
        super().__init__("tarry locals", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        task = find_task(words[0] if words else "")
        if task.is_running():
            raise Trouble("The task is running: select its thread's frame, and use 'info locals'.")
        self.show(task.points()[::-1], words[1] if len(words) > 1 else None)

    def show(self, points, function):
        for point in points:
            for arm, (state, inner) in enumerate(point.arms):
                if inner and not function:
                    print(f"arm {arm + 1}:")
                self.show(inner[::-1], function)
            if function == point.name or not (function or point.is_leaf):
                print(f"{point.name} ()" + (f" at {point.place()}" if point.place() else "") + ":")
                self.show_variables(point)

    def show_variables(self, point):
        type = point.type()
        if type is None:
            print("    (no debug information)")
            return
        if point.state == 0 and not point.is_leaf:
            print("    (not started)")
            return
        present = names_at(type, point.state)
        shown = sum(show_member(name, value) for name, value in members(pointer(point.future, type).dereference())
                    if present is None or name in present)
        if not shown:
            print("    (none)")


def members(value):
    """The named members of a future, those of unnamed structs and unions in it too."""
    for field in value.type.strip_typedefs().fields():
        if field.name is None or field.name == "":
            yield from members(value[field])
        elif field.name not in RESERVED and not field.name.startswith("tarry__") and field.type.sizeof > 0:
            yield field.name, value[field]


def names_at(type, state):
    """The variables whose values are there at await `state`, or None: all that the future has. Others share their
    room with something else; see print_present_members in src/compiler/lower_future.c."""
    for field in type.strip_typedefs().fields():
        if field.name == f"at_{state}" and field.type.sizeof == 0:
            return {member.name for member in field.type.target().fields()}
    return None


def show_member(name, value):
    type = str(value.type.strip_typedefs().unqualified())
    if type in PRIVATE:
        return False
    try:
        text = f"{{error = {int(value['error'])}}}" if type == "struct tarry_scope" else \
            value.format_string(max_elements=50)
    except gdb.error as error:
        text = f"<{error}>"
    print(f"    {name} = {text}")
    return True


# ---- variables of a running function that live in its future ----
#
# Where `int results[3];` stood, code for a debugger (-g without optimisation) has a local `results` that says where the
# variable is: struct { int (*tarry__at)[3]; }. It is shown as the variable.

AT = "tarry__at"


def is_stand_in(type):
    type = type.strip_typedefs()
    if type.code != gdb.TYPE_CODE_STRUCT or type.tag is not None:
        return False
    fields = type.fields()
    return len(fields) == 1 and fields[0].name == AT


def lies_in_future(address):
    """Of a function that this thread runs. Before its declaration a stand-in holds anything."""
    frame = gdb.newest_frame()
    while frame is not None:
        future = poll_of(frame)
        if future is not None:
            try:
                size = int(gdb.parse_and_eval(f"&'{frame.name()[:-len('__poll')]}__function'")["size"])
            except gdb.error:
                return True
            if future <= address < future + size:
                return True
        frame = frame.older()
    return False


class StandIn:
    def __init__(self, value):
        self.value = value[AT]

    def to_string(self):
        if not lies_in_future(int(self.value)):
            return "<not there yet>"
        value = self.value.dereference()
        if str(value.type.strip_typedefs().unqualified()) == "struct tarry_scope":
            return f"{{error = {int(value['error'])}}}"
        return value


def stand_in_printer(value):
    return StandIn(value) if is_stand_in(value.type) else None


class Print(gdb.Command):
    """Print value of expression EXP, as ever: print [[OPTION]... --] [/FMT] [EXP], see "help call".

    Variables that an async function keeps in its frame can be used like others."""

    TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\.|->|\$|\bstruct\s|\bunion\s|\benum\s)\s*\w+|\d\w*)|([A-Za-z_]\w*\b)(?!\.tarry__at)""")

    def __init__(self):
        super().__init__("print", gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, from_tty):
        format, expression = re.match(r"(\s*/\w+\s)?(.*)", argument, re.DOTALL).groups()
        try:
            gdb.execute("call " + (format or "") + self.with_variables(expression), from_tty)
        except gdb.error as error:
            raise gdb.GdbError(str(error)) from None

    def with_variables(self, expression):
        try:
            block = gdb.selected_frame().block()
        except (gdb.error, RuntimeError):
            return expression
        return self.TOKEN.sub(lambda match: match[1] or self.variable(match[2], block), expression)

    def variable(self, name, block):
        try:
            symbol = gdb.lookup_symbol(name, block)[0]
        except gdb.error:
            symbol = None
        is_other = symbol is None or not symbol.is_variable or not is_stand_in(symbol.type)
        return name if is_other else f"(*{name}.{AT})"


# ---- stepping ----
#
# Where an await has to wait, the poll function returns false, and gdb's `next` would end in the runtime. So whoever steps
# from a poll function has a breakpoint waiting where it returns to. If it comes back with false, the program runs on to
# where the same future is polled again, on whatever thread, and the step is finished from there. gdb's own commands stay
# what they are: this happens in their hooks, and in hook-stop, which may resume the program before the stop is shown.

def poll_of(frame):
    """The future that this frame polls, as an address, or None."""
    if frame is None or not (frame.name() or "").endswith("__poll"):
        return None
    try:
        return int(frame.read_var("future"))
    except (ValueError, gdb.error):
        return None


def caller_of(frame):
    """Who polls: not the function between a poll function and that of a separate frame."""
    frame = frame.older()
    while frame is not None and frame.name() in ("tarry__frame_poll", "tarry__call_poll"):
        frame = frame.older()
    return frame


def lines_of(symbol):
    """Of a function, in its own file."""
    block = gdb.block_for_pc(int(symbol.value().address))
    return [entry.line for entry in symbol.symtab.linetable() if block.start <= entry.pc < block.end]


def between_lines(frame):
    """Where a poll function is in no statement of the user's: its head, where it goes on from, and its closing brace, where
    at -O0 it leaves whatever the reason."""
    symbol = frame.function()
    return symbol is not None and frame.find_sal().line in (symbol.line, max(lines_of(symbol), default=0))


def speaks_mi():
    """Whether a program reads what gdb says: it is told of a stop by a record, which a silent breakpoint leaves empty."""
    try:
        with open("/proc/self/cmdline", encoding="utf-8", errors="replace") as file:
            return re.search(r"\0--?i(nterpreter)?[=\0]mi", file.read()) is not None
    except OSError:
        return False


SPEAKS_MI = speaks_mi()


class Silent(gdb.Breakpoint):
    """A breakpoint nobody hears of."""

    def __init__(self, *place, **places):
        super().__init__(*place, internal=True, **places)
        self.silent, self.reached = True, False

    def discard(self):
        if self.is_valid():
            self.delete()


class Poll(Silent):
    """Stops when this future is polled, there or at one place of its poll function."""

    def __init__(self, future, *place, **places):
        super().__init__(*place, **places)
        self.future = future

    def stop(self):
        try:
            self.reached = int(gdb.newest_frame().read_var("future")) == self.future
        except (ValueError, gdb.error):
            self.reached = True  # optimised away: better too early than never
        return self.reached


class PollEnd(Silent):
    """Stops where a poll function has returned false, or `always`; notes what it returned.

    No gdb.FinishBreakpoint: that does not know a caller that has been inlined, as parts of the runtime are."""

    def __init__(self, frame, always=False):
        self.address = caller_of(frame).pc()
        super().__init__(f"*{self.address:#x}")
        self.always, self.returned = always, None
        self.thread, self.stack = gdb.selected_thread().num, stack_pointer(frame)

    def has_returned(self):
        frame = gdb.newest_frame()
        return frame.pc() == self.address and gdb.selected_thread().num == self.thread and \
            stack_pointer(frame) > self.stack

    def stop(self):
        if self.returned is None and self.has_returned():
            self.returned = returned_bool()
            return self.always or not self.returned
        return False

    def outcome(self):
        """True, False, or None: it has not returned."""
        if self.returned is None and self.has_returned():
            self.returned = returned_bool()  # the step itself ended just there
        return self.returned


def stack_pointer(frame):
    return int(frame.read_register("sp"))


def returned_bool():
    """What a function that has returned just now returned."""
    frame = gdb.newest_frame()
    register = "rax" if "x86-64" in frame.architecture().name() else "x0"
    return bool(int(frame.read_register(register)) & 1)


class Separate:
    """Of a future that is a task's own or lies in a separate frame: who goes on when it has ended."""

    def __init__(self, future):
        self.scope, self.parent = None, None
        worker = worker_of_selected_thread()
        if worker is None or not int(worker["running"]):
            return
        task = Task(worker["running"])
        if future == task.future:
            self.scope = task.task["scope"] if int(task.task["scope"]) else None
            return
        points = task.points()
        inner = next((i for i, point in enumerate(points) if point.future == future), 0)
        if inner and points[inner - 1].kind() == constant("TARRY_AWAIT_BOXED"):
            self.parent = points[inner - 1]

    def next(self):
        """(name of the poll function, future), or None."""
        at = self.parent
        if self.scope is not None:  # the function that has opened it
            for point in Task(self.scope["parent"]).points():
                if point.future <= int(self.scope) < point.future + int(point.function["size"]):
                    at = point
        return (at.name + "__poll", at.future) if at is not None else None


def boxed_child(name, future):
    """What a future that waits has just called in a frame of its own: (name of the poll function, future), or None."""
    try:
        function = gdb.parse_and_eval(f"&'{name[:-len('__poll')]}__function'")
        awaited = Point(function, future).awaited()
        if awaited is None:
            return None
        child = Point(*awaited)
        return (child.name + "__poll", child.future) if child.state == 0 and not child.is_leaf else None
    except gdb.error:
        return None


class Stepping:
    """One step, from a command's pre-hook to the stop it ends in."""

    def __init__(self):
        self.end_of_poll, self.busy = None, False

    def begin(self, command):
        """A command that steps is about to run."""
        if self.busy:
            return
        self.disarm()
        try:
            frame = gdb.selected_frame() if command == "finish" else gdb.newest_frame()
            if poll_of(frame) is not None and frame.older() is not None:
                self.command, self.floor = command, frame.pc()
                self.enter(frame, frame.find_sal().line, False)
        except (gdb.error, gdb.GdbError, ValueError):
            self.disarm()

    def enter(self, frame, line, always):
        """The step is in this poll function, on this line."""
        self.disarm()
        self.name, self.future, self.line = frame.name(), poll_of(frame), line
        self.separate = Separate(self.future) if poll_of(caller_of(frame)) is None else None
        self.end_of_poll = PollEnd(frame, always)

    def disarm(self):
        if self.end_of_poll is not None:
            self.end_of_poll.discard()
        self.end_of_poll = None

    def end(self):
        """The program has stopped: goes on if the step is not over, and says where it is then."""
        if self.end_of_poll is None or self.busy:
            return
        self.busy = True
        try:
            if is_alive():
                self.follow()
        except (gdb.error, gdb.GdbError):
            pass  # the program has ended on the way
        finally:
            self.disarm()
            self.busy = False

    def follow(self):
        place = self.place()
        outcome = self.end_of_poll.outcome()
        if outcome is None:
            frame = gdb.newest_frame()
            if self.command == "finish" or not stopped_by_step() or poll_of(frame) is None or not between_lines(frame):
                return
            if poll_of(frame) != self.future:  # `step` into it
                outcome = self.run_in(frame, None)
            else:
                outcome = self.run_in(frame, self.line)
        elif outcome and (self.separate is None or self.separate.next() is None and self.name != "main__poll"):
            self.show_result()
            return
        while outcome in (True, False):
            outcome = self.leave() if outcome else self.wait()
        if outcome == "line":
            self.show(place)

    def wait(self):
        """It waits: to where it goes on, or with `step` into what it has called in a frame of its own."""
        child = boxed_child(self.name, self.future) if self.command == "step" else None
        return self.resume(child, None) if child else self.resume((self.name, self.future), self.line)

    def leave(self):
        """It has ended: to who awaits it."""
        if self.separate is None:
            frame = gdb.newest_frame()
            if self.command == "finish":
                self.show_result()
                return "line"
            return self.run_in(frame, frame.find_sal().line)
        target = self.separate.next()
        if target is not None:
            return self.resume(target, None)
        self.disarm()
        gdb.execute("continue")  # the main function: nothing is left to be stepped through
        return "elsewhere"

    def resume(self, target, line):
        """Until a future is polled, then on."""
        name, future = target
        self.disarm()
        again = Poll(future, function=name)
        try:
            gdb.execute("continue", to_string=True)
            if not again.reached or not is_alive():
                return "elsewhere"  # another breakpoint, or a signal
        finally:
            again.discard()
        return self.run_in(gdb.newest_frame(), line)

    def run_in(self, frame, line):
        """To another line of this poll function (not for `finish`), or to its end."""
        is_new = poll_of(frame) != getattr(self, "future", None)
        if is_new and self.command == "finish":
            return "line"
        self.enter(frame, line, True)
        stops = []
        try:
            if self.command != "finish":
                stops = [Poll(self.future, f"*{pc:#x}") for pc in self.other_lines(frame, line)]
                for stop in stops:
                    stop.silent = not SPEAKS_MI
            gdb.execute("continue", to_string=True)
            if any(stop.reached for stop in stops):
                return "line"
            outcome = self.end_of_poll.outcome() if is_alive() else None
            return "elsewhere" if outcome is None else outcome
        finally:
            for stop in stops:
                stop.discard()

    def other_lines(self, frame, line):
        symbol = frame.function()
        block = gdb.block_for_pc(int(symbol.value().address))
        entries = [entry for entry in symbol.symtab.linetable() if block.start <= entry.pc < block.end]
        last = max(entry.line for entry in entries)
        floor = self.floor if self.command == "until" and line is not None else 0  # it does not go back
        pc = frame.pc()
        return {entry.pc for entry in entries
                if symbol.line < entry.line < last and entry.line != line and entry.pc > floor and entry.pc != pc}

    def show_result(self):
        """Of a function that `finish` has finished: that of its poll function, which gdb shows, says nothing."""
        if self.command == "finish" and self.separate is None:
            function = self.name[:-len("__poll")]
            type = future_type(function, int(gdb.parse_and_eval(f"&'{self.name}'")))
            if type is not None and any(field.name == "result" for field in type.fields()):
                result = pointer(self.future, type)["result"]
                gdb.write(f"{function} () has returned {result.format_string(max_elements=50)}\n")

    def place(self):
        return gdb.selected_thread().num, self.future

    def show(self, old_place):
        """As gdb shows the end of a step."""
        if SPEAKS_MI:
            return
        gdb.execute("frame 0", to_string=True)
        sal = gdb.newest_frame().find_sal()
        if self.place() != old_place or self.command == "finish":
            gdb.execute("frame 0")
        else:
            gdb.write(gdb.execute(f"list {sal.line},{sal.line}", to_string=True))
            gdb.execute("frame 0", to_string=True)  # where `list` goes on from
        gdb.execute("display")


def is_alive():
    thread = gdb.selected_thread()
    return thread is not None and thread.is_valid()


def stopped_by_step():
    return "breakpoint" not in gdb.execute("info program", to_string=True)


tarry_stepping = Stepping()


def hook_commands():
    """A user's own hooks are left alone."""
    for command in ("next", "step", "until", "finish"):
        define_hook("hook-" + command, f"tarry_stepping.begin('{command}')")
    define_hook("hook-stop", "tarry_stepping.end()")
    gdb.execute("skip -rfu ^tarry_", to_string=True)  # `step` goes into no await of the library


def hook_commands_at_stop(event):
    gdb.events.stop.disconnect(hook_commands_at_stop)
    hook_commands()


def define_hook(name, python):
    try:
        gdb.execute("show user " + name, to_string=True)
    except gdb.error:
        gdb.execute(f"define {name}\npython {python}\nend", to_string=True)


class Break(gdb.Command):
    """tarry break FUNCTION: a breakpoint where the body of an async function begins.

It is not met when the function goes on behind an await; a plain `break FUNCTION__poll` is, each time it is polled."""

    def __init__(self):
        super().__init__("tarry break", gdb.COMMAND_BREAKPOINTS, gdb.COMPLETE_SYMBOL)

    def invoke(self, argument, from_tty):
        symbol = gdb.lookup_global_symbol(argument + "__poll") or gdb.lookup_static_symbol(argument + "__poll")
        if symbol is None:
            self.break_where_inlined(argument)
            return
        lines = [line for line in lines_of(symbol) if line > symbol.line]
        if not lines:
            raise Trouble(f"'{argument}' has no lines.")
        gdb.Breakpoint(source=symbol.symtab.filename, line=min(lines))

    def break_where_inlined(self, name):
        """Of a function that is only embedded, optimised code may have no other than in those who await it."""
        if gdb.lookup_global_symbol(name + "__function") is None and gdb.lookup_static_symbol(name + "__function") is None:
            raise Trouble(f"No async function is called '{name}'.")
        gdb.Breakpoint(name + "__poll")


gdb.events.new_objfile.connect(forget)
gdb.events.clear_objfiles.connect(forget)
gdb.pretty_printers.append(stand_in_printer)
for command in (Tarry, Tasks, Backtrace, Locals, Break, Print):
    command()
if gdb.current_objfile() is None:
    hook_commands()
else:
    gdb.events.stop.connect(hook_commands_at_stop)  # gdb is running the program: it must not run commands meanwhile
