#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one command and prints a line of JSON: wall and CPU seconds (with all that it waited for), peak resident MiB.

Usage: timed.py OUTPUT COMMAND...     (the command's standard output goes to the file OUTPUT)
A process of its own, so that the peak is the command's and not that of a large parent.
"""
import json
import os
import sys
import time


def main():
    out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(out, 1)
        os.execvp(sys.argv[2], sys.argv[2:])
    _, status, usage = os.wait4(child, 0)
    print(json.dumps({
        "wall": time.monotonic() - start,
        "user": usage.ru_utime,
        "system": usage.ru_stime,
        "rss": usage.ru_maxrss / 1024,
        "exit": os.waitstatus_to_exitcode(status),
    }))


main()
