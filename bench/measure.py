#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes the measurements of run.sh, prints their tables and leaves them in bench/target."""
import os
import signal
import sys

from asking import estate, graph, plan
from events import events as events_in
from reading import crawl, startup, storage
from registry import installed
from rows import GENERATOR, JAVA, REGENT, ROUNDS, TARGET, machine, verdict
from serving import duration, environments, incremental, large, server


def events():
    return events_in(REGENT, JAVA, ROUNDS, verdict)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the registry too
    os.makedirs(TARGET, exist_ok=True)
    parts = {"startup": startup, "server": server, "environments": environments, "graph": graph, "estate": estate, "plan": plan,
             "storage": storage, "crawl": crawl, "incremental": incremental, "large": large,
             "duration": duration, "events": events}
    asked = sys.argv[1:] or list(parts)
    for name in asked:
        if name not in parts:
            raise SystemExit("bench: there is no part %s; there are %s" % (name, ", ".join(parts)))
    if not os.path.exists(GENERATOR):
        print("bench: left out: storage, crawl, incremental and large, which need a made-up registry; %s is not there, name it in "
              "REGENT_ESTATE_GENERATOR" % GENERATOR, file=sys.stderr)
        asked = [name for name in asked if name not in ("storage", "crawl", "incremental", "large")]
    if not installed("docker-registry") and {"crawl", "incremental", "large", "duration"} & set(asked):
        print("bench: left out: crawl, incremental, large and duration, which need docker-registry; install the package",
              file=sys.stderr)
        asked = [name for name in asked if name not in ("crawl", "incremental", "large", "duration")]
    text, budgets = machine() + "\n", []
    for name in asked:
        tables, against = parts[name]()
        text, budgets = text + tables, budgets + against
    if budgets:
        text += "\n### Against the budgets\n\n| what | budget | measured | |\n|---|---|---|---|\n"
        text += "\n".join(budgets) + "\n"
    with open(os.path.join(TARGET, "results.md"), "w") as file:
        file.write(text)
    print(text)


main()
