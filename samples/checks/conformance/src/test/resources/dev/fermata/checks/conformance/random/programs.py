"""Runs random programs on asyncio and prints their traces.

Standard input has one program a line, in JSON: whether its tasks start at once, and its functions,
each a list of steps [number, operation, mode, argument...]. ProgramRunner.java runs the same programs; each function
here has its counterpart there. A trace ends with a line "---".

What Fermata does otherwise by intention is done so here: equal timers run in the order of their
creation, a group cancels its tasks in the order of theirs, and a loop holds its tasks.
"""
import asyncio
import contextvars
import itertools
import json
import selectors
import sys
import warnings

CALLS = 60


class Timer(asyncio.events.TimerHandle):
    numbers = itertools.count()

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.number = next(self.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


asyncio.events.TimerHandle = Timer


class Ordered(dict):
    def add(self, element):
        self[element] = None

    def discard(self, element):
        self.pop(element, None)


class Group(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = Ordered()


class Deadlock(BaseException):
    pass


class JumpingSelector(selectors.DefaultSelector):
    """Never waits, but moves its loop's clock."""

    loop = None

    def select(self, timeout=None):
        if timeout is None:
            raise Deadlock()
        self.loop.clock += max(timeout, 0)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, eager):
        self.clock = 0
        self.passes = 0
        self.eager = eager
        self.made = []
        selector = JumpingSelector()
        selector.loop = self
        super().__init__(selector)
        self.set_task_factory(self.make)

    def make(self, loop, coroutine, **options):
        task = asyncio.Task(coroutine, loop=loop, eager_start=self.eager, **options)
        self.made.append(task)
        return task

    def time(self):
        return self.clock

    def _run_once(self):
        self.passes += 1
        super()._run_once()


def show(value):
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(show, value)) + "]"
    if isinstance(value, BaseExceptionGroup):
        return "ExceptionGroup" + show(value.exceptions)
    if isinstance(value, ValueError):
        return f"ValueError({value})"
    if isinstance(value, BaseException):
        return type(value).__name__
    return str(value)


class Scope:
    """What the steps of a body find around them."""

    def __init__(self, group=None, timeout=None):
        self.group = group
        self.timeout = timeout


class Program:
    def __init__(self, functions, loop):
        self.functions = functions
        self.loop = loop
        self.lines = []
        self.frozen = False
        self.calls = 0
        self.tasks = []
        self.futures = [loop.create_future() for _ in range(3)]
        self.locks = [asyncio.Lock(), asyncio.Lock()]
        self.semaphores = [asyncio.Semaphore(1), asyncio.Semaphore(2)]
        self.event = asyncio.Event()
        self.condition = asyncio.Condition()
        self.queues = [asyncio.Queue(1), asyncio.Queue()]
        self.barrier = asyncio.Barrier(2)
        self.variable = contextvars.ContextVar("variable", default=0)
        loop.set_exception_handler(self.handle)

    def handle(self, loop, context):
        if context["message"].startswith("Exception in callback"):
            self.log("handler", context["exception"])

    def log(self, *words):
        if not self.frozen:
            place = f"{self.loop.passes}@{int(self.loop.time())}"
            self.lines.append(" ".join([place, *map(show, words)]))

    # ------------------------------------------------------------ running

    async def driver(self):
        self.spawn(0, asyncio.create_task)
        await asyncio.sleep(50)
        for _ in range(4):
            self.log("round")
            for task in list(self.tasks):
                if not task.done():
                    task.cancel()
            await asyncio.sleep(50)
        for index, task in enumerate(self.tasks):
            self.log("final", index, self.state(task), task.cancelling())
        self.frozen = True

    def state(self, task):
        if not task.done():
            return "pending"
        if task.cancelled():
            return "cancelled"
        return show(task.exception() or task.result())

    def spawn(self, function, create):
        name = f"T{len(self.tasks)}"
        task = create(self.function(function), name=name)
        self.tasks.append(task)
        return name

    async def function(self, number):
        self.calls += 1
        if self.calls > CALLS:
            self.log("too many calls")
            return "unused"
        self.log("begin", number)
        try:
            await self.block(self.functions[number], Scope())
        except BaseException as error:
            self.log("end", number, error)
            raise
        self.log("end", number)
        return f"r{number}"

    async def block(self, steps, scope):
        for step in steps:
            await self.step(step, scope)

    async def step(self, step, scope):
        if self.frozen:
            # A task that was abandoned with its loop is being collected.
            return
        number, operation, mode, *arguments = step
        try:
            if operation in self.PLAIN:
                value = self.plain(operation, arguments, scope)
            else:
                value = await getattr(self, "do_" + operation)(scope, *arguments)
            self.log(number, operation, value)
        except asyncio.CancelledError as error:
            self.log(number, operation, error)
            if mode < 2:
                raise
        except Exception as error:
            self.log(number, operation, error)
            if mode < 1:
                raise

    # ------------------------------------------------------------ steps that await nothing

    PLAIN = {
        "log", "cancel", "uncancel", "count", "set", "fail", "drop", "fresh", "evset", "evclear",
        "putnow", "takenow", "notify", "raise", "spawn", "gspawn", "shutdown", "resched", "soon",
        "later", "done", "callback", "taskdone", "setvar", "getvar",
    }

    def plain(self, operation, arguments, scope):
        first = arguments[0] if arguments else None
        match operation:
            case "log":
                return None
            case "cancel":
                return self.tasks[first % len(self.tasks)].cancel()
            case "uncancel":
                return asyncio.current_task().uncancel()
            case "count":
                return asyncio.current_task().cancelling()
            case "set":
                return self.futures[first].set_result(f"f{first}")
            case "fail":
                return self.futures[first].set_exception(ValueError(f"f{first}"))
            case "drop":
                return self.futures[first].cancel()
            case "fresh":
                self.futures[first] = self.loop.create_future()
            case "evset":
                return self.event.set()
            case "evclear":
                return self.event.clear()
            case "putnow":
                return self.queues[first].put_nowait(arguments[1])
            case "takenow":
                return self.queues[first].get_nowait()
            case "notify":
                return self.condition.notify(first)
            case "raise":
                raise ValueError(f"v{first}")
            case "spawn":
                return self.spawn(first, asyncio.create_task)
            case "gspawn":
                # What a group does with an eager task that fails depends on the patch release.
                group = None if self.loop.eager else scope.group
                return self.spawn(first, (group or asyncio).create_task)
            case "shutdown":
                return self.queues[first].shutdown(arguments[1])
            case "resched":
                when = None if first is None else self.loop.time() + first
                return scope.timeout.reschedule(when) if scope.timeout else None
            case "soon":
                self.loop.call_soon(self.called, first, scope)
            case "later":
                self.loop.call_later(first, self.called, arguments[1], scope)
            case "callback":
                number = arguments[1]
                self.futures[first].add_done_callback(
                    lambda future: self.log("callback", number, future.cancelled()))
            case "taskdone":
                return self.queues[first].task_done()
            case "setvar":
                self.variable.set(first)
            case "getvar":
                return self.variable.get()
            case "done":
                return [task.done() for task in self.tasks]

    def called(self, step, scope):
        number, operation, _, *arguments = step
        try:
            self.log(number, operation, self.plain(operation, arguments, scope))
        except Exception as error:
            self.log(number, operation, error)
            raise

    # ------------------------------------------------------------ steps that await

    def later_tasks(self, references):
        """The tasks that the running one may await: so no two await each other."""
        running = asyncio.current_task()
        own = self.tasks.index(running) if running in self.tasks else len(self.tasks)
        return [self.tasks[i] for i in dict.fromkeys(references) if own < i < len(self.tasks)]

    def awaitable(self, reference):
        kind, number = reference
        if kind == "call":
            return self.function(number)
        if kind == "future":
            return self.futures[number]
        tasks = self.later_tasks([number])
        return tasks[0] if tasks else asyncio.sleep(1, "slept")

    async def do_sleep(self, scope, delay):
        return await asyncio.sleep(delay)

    async def do_call(self, scope, number):
        return await self.function(number)

    async def do_await(self, scope, reference):
        return await self.awaitable(reference)

    async def do_gather(self, scope, settled, references):
        return await asyncio.gather(
            *[self.awaitable(r) for r in references], return_exceptions=settled)

    async def do_wait(self, scope, when, limit, references):
        tasks = self.later_tasks(references)
        if not tasks:
            return "nothing"
        done, pending = await asyncio.wait(tasks, timeout=limit, return_when=when)
        return [[t.get_name() for t in tasks if t in part] for part in (done, pending)]

    async def do_completed(self, scope, limit, references):
        names = []
        running = [task for task in self.later_tasks(references) if not task.done()]
        async for task in asyncio.as_completed(running, timeout=limit):
            self.log("completed", task.get_name())
            names.append(task.get_name())
        return names

    async def do_waitfor(self, scope, reference, limit):
        return await asyncio.wait_for(self.awaitable(reference), limit)

    async def do_shield(self, scope, reference):
        return await asyncio.shield(self.awaitable(reference))

    async def do_timeout(self, scope, limit, body):
        async with asyncio.timeout(limit) as timeout:
            await self.block(body, Scope(scope.group, timeout))

    async def do_group(self, scope, body):
        async with Group() as group:
            await self.block(body, Scope(group, scope.timeout))

    async def do_try(self, scope, body, handler, cleanup):
        try:
            await self.block(body, scope)
        except (asyncio.CancelledError, ValueError, asyncio.TimeoutError):
            await self.block(handler, scope)
            raise
        finally:
            await self.block(cleanup, scope)

    async def do_repeat(self, scope, times, body):
        for _ in range(times):
            await self.block(body, scope)

    async def do_lock(self, scope, number, body):
        async with self.locks[number]:
            await self.block(body, scope)

    async def do_sem(self, scope, number, body):
        async with self.semaphores[number]:
            await self.block(body, scope)

    async def do_cond(self, scope, body):
        async with self.condition:
            await self.block(body, scope)

    async def do_cwait(self, scope):
        return await self.condition.wait()

    async def do_evwait(self, scope):
        return await self.event.wait()

    async def do_put(self, scope, number, item):
        return await self.queues[number].put(item)

    async def do_take(self, scope, number):
        return await self.queues[number].get()

    async def do_join(self, scope, number):
        return await self.queues[number].join()

    async def do_barrier(self, scope):
        return await self.barrier.wait()

    async def do_abort(self, scope, reset):
        await (self.barrier.reset() if reset else self.barrier.abort())


def trace(eager, functions):
    loop = VirtualLoop(eager)
    asyncio.set_event_loop(loop)
    program = Program(functions, loop)
    try:
        loop.run_until_complete(program.driver())
    except Deadlock:
        program.log("deadlock")
        program.frozen = True
    return program.lines


def main():
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda error: None
    for line in sys.stdin:
        print("\n".join(trace(*json.loads(line))))
        print("---", flush=True)
    sys.stdout.flush()
    import os
    os._exit(0)


main()
