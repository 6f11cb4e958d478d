"""Runs a command in a pseudo-terminal: waits for each text of a script (JSON: [[wait_for, send], ...]) and answers it.

Usage: converse.py SCRIPT COMMAND ARGS... Prints what the terminal showed; exits as the command did.
"""

import json
import os
import pty
import select
import sys
import time

script = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

shown, seen, pending = b"", 0, b""
deadline = time.monotonic() + float(os.environ.get("CONVERSE_SECONDS", "60"))
while time.monotonic() < deadline:
    # What is typed goes out in pieces: a terminal whose echo nobody reads takes no more of a long paste.
    ready, free, _ = select.select([terminal], [terminal] if pending else [], [], 0.1)
    if free:
        pending = pending[os.write(terminal, pending[:512]) :]
    if ready:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    while not pending and script and script[0][0].encode() in shown[seen:]:
        wait_for, send = script.pop(0)
        seen = len(shown)
        pending = send.encode()
else:
    os.kill(pid, 9)

sys.stdout.buffer.write(shown)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) if not script else 99)
