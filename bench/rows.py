# SPDX-License-Identifier: Apache-2.0
"""What is measured, how often, and the tables that come of it."""
import json
import os
import shlex
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TARGET = os.path.join(HERE, "target")
REGENT = os.path.join(ROOT, "regent")
JAR = os.path.join(ROOT, "cli", "target", "regent.jar")
POLICY = os.path.join(HERE, "policy.yaml")
GENERATOR = os.environ.get("REGENT_ESTATE_GENERATOR", os.path.join(ROOT, "..", "shared", "bench", "gen_estate.py"))
ROUNDS = int(os.environ.get("REGENT_BENCH_ROUNDS", "5"))
LARGE = int(os.environ.get("REGENT_BENCH_LARGE", "100000"))
DUCKDB = os.environ.get("REGENT_BENCH_DUCKDB", sys.executable)
UNDER = shlex.split(os.environ.get("REGENT_BENCH_UNDER", ""))
JAVA = os.path.join(subprocess.check_output([REGENT, "--jdk"], text=True).strip(), "bin", "java")
QUICK = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


class Row:
    """One way to do something.

    rounds: how often it is measured, after a first run that is not; scale: to what its requests and seconds are
    multiplied, where only a sample is run; wall: reads seconds from the output of a program that warms up by itself.
    """

    def __init__(self, name, command, rounds=ROUNDS, scale=1.0, stdin=None, wall=None):
        self.name, self.command, self.rounds = name, command, rounds
        self.scale, self.stdin, self.wall = scale, stdin, wall
        self.out = os.path.join(TARGET, "output-of-" + "".join(c if c.isalnum() else "-" for c in name))
        self.warm = wall is not None
        self.runs = []

    def run(self, registry):
        before = (registry.requests(), registry.cpu()) if registry else (0, 0.0)
        timed = [sys.executable, os.path.join(HERE, "timed.py"), self.out] + self.command
        done = subprocess.run(UNDER + timed, input=self.stdin, text=True, check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        run = json.loads(done.stdout.splitlines()[-1])
        self.warm = True
        if run["exit"] != 0:
            raise SystemExit("bench: %s: exit %d\n%s" % (self.name, run["exit"], done.stderr[-2000:]))
        if registry:
            run["requests"] = registry.requests() - before[0]
            run["server"] = registry.cpu() - before[1]
        if self.wall:
            run["wall"] = self.wall(self.output())
        return run

    def output(self):
        with open(self.out) as file:
            return file.read()

    def median(self, key):
        values = [run.get(key, 0) for run in self.runs]
        return statistics.median(values) * (1 if key == "rss" else self.scale)

    def cpu(self):
        return self.median("user") + self.median("system")


def measure(rows, registry=None):
    """Round by round, so that a noisy minute falls on all rows alike; what isn't warm yet runs once before."""
    for number in range(max(row.rounds for row in rows) + 1):
        for row in rows:
            if (number or not row.warm) and number <= row.rounds:
                run = row.run(registry)
                print("bench: %s: %s %.2f s" % (row.name, number or "warm-up", run["wall"]), file=sys.stderr)
                if number:
                    row.runs.append(run)


def table(title, rows, tags=0):
    lines = ["", "### " + title, "",
             "| what | wall s (min–max) | CPU s user+system | peak MiB |" + (
                 " requests | per tag | client CPU ms a request | server CPU s |" if tags else ""),
             "|---|---|---|---|" + ("---|---|---|---|" if tags else "")]
    for row in rows:
        walls = [run["wall"] * row.scale for run in row.runs]
        line = "| %s | **%.2f** (%.2f–%.2f) | %.2f+%.2f | %.0f |" % (
            row.name, row.median("wall"), min(walls), max(walls), row.median("user"), row.median("system"),
            row.median("rss"))
        if tags:
            requests = row.median("requests")
            line += " %.0f | %.3f | %s | %.1f |" % (
                requests, requests / tags, "–" if row.wall else "%.3f" % (1000 * row.cpu() / requests),
                row.median("server"))
        lines.append(line)
    return "\n".join(lines) + "\n"


def verdict(what, value, budget, unit):
    within = "pass" if value <= budget else "**fail**"
    return "| %s | %s %s | %s | %s |" % (what, round(budget, 3), unit, round(value, 3), within)


def lines(command):
    """Runs what prints a line of JSON for each thing that it measures, by what it is."""
    done = subprocess.run(UNDER + command, text=True, check=True, stdout=subprocess.PIPE)
    measured = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {each["what"]: each for each in measured}


def source(name):
    return os.path.join(HERE, "src", "main", "java", "dev", "regent", "bench", name + ".java")


def agree(row, truth, *members):
    """What was read has to be what was made."""
    report = json.loads(row.output())
    for member in ("tags", *members):
        if report[member] != truth[member]:
            raise SystemExit("bench: %s: %s %d, made were %d" % (row.name, member, report[member], truth[member]))


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        model = "unknown processor"
    return "%d × %s; load %.1f %.1f %.1f; %d rounds" % (os.cpu_count(), model, *os.getloadavg(), ROUNDS)
