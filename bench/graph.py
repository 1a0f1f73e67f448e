#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks DuckDB what GraphQuestions asks the graph, over the same rows: graph.py FOLDER. Prints a line of JSON each."""
import json
import os
import re
import resource
import statistics
import sys
import time

import duckdb

ROUNDS = 5


def questions():
    """The texts of questions.sql by name."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "questions.sql")) as file:
        parts = re.split(r"(?m)^-- ask: (.+)$", file.read())[1:]
    return {name: text.replace("DIV", "//") for name, text in zip(parts[::2], parts[1::2])}


def main():
    folder = sys.argv[1]
    database = duckdb.connect()
    database.execute("set threads = %d" % (os.cpu_count() or 1))
    began = time.monotonic()
    for table, columns in (("items", "item INTEGER, size BIGINT"), ("marks", "manifest INTEGER, mark INTEGER"),
                           ("members", "repository INTEGER, manifest INTEGER, many TINYINT, few TINYINT")):
        database.execute("create table %s (%s)" % (table, columns))
        database.execute("copy %s from '%s/%s.csv'" % (table, folder, table))
    print(json.dumps({"what": "load", "ms": 1000 * (time.monotonic() - began)}), flush=True)
    for what, text in questions().items():
        times, result = [], None
        for number in range(ROUNDS + 1):
            began = time.monotonic()
            result = database.execute(text).fetchone()[0]
            if number:
                times.append(1000 * (time.monotonic() - began))
        print(json.dumps({"what": what, "ms": statistics.median(times), "min": min(times), "result": int(result)}),
              flush=True)
    print(json.dumps({"what": "heap", "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


main()
