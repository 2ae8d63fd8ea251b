"""Runs the programs of a file over asyncio's streams, each on a pair of sockets."""

import asyncio
import socket
import sys

SHORT = 0.02


def unescaped(text):
    return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\s", " ")


def shown(data):
    if data is None:
        return "None"
    text = data if isinstance(data, str) else data.decode()
    return "'" + text.replace("\r", "\\r").replace("\n", "\\n") + "'"


class Program:
    def __init__(self, actors, limit):
        self.actors = actors
        self.limit = limit
        self.lines = []
        self.events = {}
        self.tasks = {}
        self.ends = {}

    def event(self, name):
        return self.events.setdefault(name, asyncio.Event())

    async def main(self):
        one, other = socket.socketpair()
        for name, end in (("a", one), ("b", other)):
            self.ends[name] = await asyncio.open_connection(sock=end, limit=self.limit)
        for name, operations in self.actors:
            self.tasks[name] = asyncio.create_task(self.act(name, operations))
        await asyncio.wait(self.tasks.values())
        for _, writer in self.ends.values():
            writer.close()

    async def act(self, name, operations):
        for operation in operations:
            try:
                result = await self.operate(name, operation)
                if result is not None:
                    self.lines.append(f"{name}: {operation} -> {result}")
            except asyncio.CancelledError:
                self.lines.append(f"{name}: {operation} is cancelled")
                raise
            except Exception as e:
                self.lines.append(f"{name}: {operation} fails: {self.error(e)}")

    def error(self, e):
        if isinstance(e, asyncio.IncompleteReadError):
            expected = "an end" if e.expected is None else e.expected
            return f"incomplete {shown(e.partial)} of {expected}"
        if isinstance(e, (asyncio.LimitOverrunError, ValueError)):
            return "limit"
        return type(e).__name__

    async def operate(self, name, operation):
        word, _, rest = operation.partition(" ")
        reader, writer = self.ends[name[0]]
        if word == "within":
            return await asyncio.wait_for(self.operate(name, rest), SHORT)
        if word == "write":
            writer.write(unescaped(rest).encode())
            return await writer.drain()
        if word == "bulk":
            writer.write(b"x" * int(rest))
            return await writer.drain()
        if word == "eof":
            return writer.write_eof()
        if word == "close":
            return writer.close()
        if word == "closed":
            writer.close()
            await writer.wait_closed()
            return "closed"
        if word == "line":
            line = (await reader.readline()).decode()
            return shown(line.removesuffix("\n").removesuffix("\r") if line else None)
        if word == "lines":
            found = []
            async for line in reader:
                found.append(line.decode().removesuffix("\n").removesuffix("\r"))
            return ", ".join(map(shown, found))
        if word == "read":
            return shown(await reader.read(int(rest)))
        if word == "exactly":
            return shown(await reader.readexactly(int(rest)))
        if word == "until":
            return shown(await reader.readuntil(unescaped(rest).encode()))
        if word == "all":
            return shown(await reader.read())
        if word == "count":
            size = 0
            while chunk := await reader.read(4096):
                size += len(chunk)
            return size
        if word == "set":
            return self.event(rest).set()
        if word == "wait":
            await self.event(rest).wait()
            return None
        if word == "sleep":
            return await asyncio.sleep(SHORT)
        if word == "cancel":
            self.tasks[rest].cancel()
            return None
        if word == "join":
            await asyncio.wait([self.tasks[rest]])
            return None
        raise SystemExit(f"no operation {operation!r}")


def programs(lines):
    name, actors, limit = None, [], 65536
    for line in lines:
        line = line.strip()
        if line.startswith("## "):
            if name:
                yield name, actors, limit
            name, actors, limit = line[3:], [], 65536
        elif line.startswith("limit: "):
            limit = int(line[7:])
        elif line and not line.startswith("#"):
            actor, _, operations = line.partition(": ")
            actors.append((actor, operations.split(" ; ")))
    yield name, actors, limit


for name, actors, limit in programs(sys.stdin):
    program = Program(actors, limit)
    asyncio.run(asyncio.wait_for(program.main(), 10))
    print("## " + name)
    for line in program.lines:
        print(line)
