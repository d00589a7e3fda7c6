"""CPU of the model's call alone: benchmarks/calls.py [CALLS] [IN FLIGHT] [LATENCY]

Against a server on loopback, in a process of its own, that answers each request after the latency (seconds) with one
loan. Prints requests a second, the client's CPU for a request, and the share of the ideal (in flight / latency).
"""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

from extract.kinds import load_kinds
from extract.model import Model
from extract.prompts import Prompt
from extract.settings import Settings

SERVER = """
import asyncio, sys
from aiohttp import web
reply = sys.stdin.buffer.read()
async def answer(request):
    await request.read()
    await asyncio.sleep(float(sys.argv[1]))
    return web.Response(body=reply, content_type="application/json")
async def main():
    app = web.Application(client_max_size=10**8)
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
calls, in_flight = (int(word) for word in (*sys.argv[1:3], *("2000", "64")[len(sys.argv) - 1 :]))
latency = float(sys.argv[3]) if len(sys.argv) > 3 else 0.2
kind = load_kinds(Path.cwd())["loan"]
content = json.dumps({"records": [dict(record) for record in kind.prompt.examples[0].records]})
message = {"role": "assistant", "content": content}
usage = {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950}
body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
body["choices"] = [{"index": 0, "finish_reason": "stop", "message": message}]


async def main(port: int) -> None:
    settings = Settings(model="m", base_url=f"http://127.0.0.1:{port}/v1", concurrency=in_flight)
    async with Model(settings) as model:
        numbers = iter(range(calls))

        async def work() -> None:
            for number in numbers:
                await model.ask(kind, Prompt(({"role": "user", "content": f"{number} " + "word " * 600},)))

        await model.ask(kind, Prompt(({"role": "user", "content": "warm up"},)))
        cpu, start = time.process_time(), time.monotonic()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        cpu, seconds = time.process_time() - cpu, time.monotonic() - start
    share = calls * latency / in_flight / seconds
    print(f"{calls / seconds:.0f} requests/s, {1000 * cpu / calls:.2f} ms CPU a request, {share:.2f} of the ideal")


server = subprocess.Popen(
    [sys.executable, "-c", SERVER, str(latency)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
)
assert server.stdin
assert server.stdout
try:
    server.stdin.write(json.dumps(body))
    server.stdin.close()
    asyncio.run(main(int(server.stdout.readline())))
finally:
    server.kill()
