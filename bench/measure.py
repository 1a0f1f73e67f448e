#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Takes the measurements of run.sh, prints their tables and leaves them in bench/target."""
import json
import os
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime

from events import events as events_in
from registry import Estate, Registry, free_port, installed, write_repository

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
SAMPLE = 100


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


def startup():
    aot = os.path.join(TARGET, "regent.aot")
    subprocess.run([JAVA, *QUICK, "-XX:AOTCacheOutput=" + aot, "-jar", JAR, "audit", "--demo", "--output", "json"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ask = ["-jar", JAR, "audit", "--help"]
    rows = [Row("`./regent audit --help`", [REGENT, "audit", "--help"]),
            Row("`java -jar`, as the JVM comes", [JAVA, *ask]),
            Row("`java -jar`, serial collector and C1 only", [JAVA, *QUICK, *ask]),
            Row("the same with an AOT cache", [JAVA, *QUICK, "-XX:AOTCache=" + aot, *ask])]
    measure(rows)
    return table("Start-up", rows), []


def server():
    """Starts `regent up` on a database that is there, and waits until it is ready."""
    subprocess.run([REGENT, "--train"], check=True)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        walls, resident, stops = [], [], []
        for run in range(ROUNDS + 1):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            began = time.monotonic()
            process = subprocess.Popen([REGENT, "up", "--data", folder + "/data", "--port", str(port)],
                                       stderr=subprocess.DEVNULL)
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/q/health/ready").close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    if process.poll() is not None:
                        raise SystemExit("bench: the server ended by itself")
                    time.sleep(0.02)
            ready = time.monotonic() - began
            with open(f"/proc/{process.pid}/status") as status:
                kib = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
            stopping = time.monotonic()
            process.terminate()
            process.wait()
            if run > 0:  # the first one makes the database
                walls.append(ready)
                resident.append(kib / 1024)
                stops.append(time.monotonic() - stopping)
    text = ("\n### The server, started on a database that is there\n\n| what | median (min–max) |\n|---|---|\n"
            "| start to ready | %.2f s (%.2f–%.2f) |\n| JVM resident when ready | %.0f MiB |\n| SIGTERM to end | %.2f s |\n"
            % (statistics.median(walls), min(walls), max(walls), statistics.median(resident), statistics.median(stops)))
    return text, [verdict("start to ready", statistics.median(walls), 2, "s"),
                  verdict("JVM resident when ready", statistics.median(resident) * 1.048576, 300, "MB")]


def environments(count=200, workloads=20_000, latency=20):
    """The server's own watch over many environments, half of them behind a Portainer, until all of them are heard."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        farm = subprocess.Popen(
            [JAVA, "-Xmx2g", "-cp", JAR, os.path.join(HERE, "src/main/java/dev/regent/bench/EnvironmentFarm.java"),
             str(count), str(workloads), str(latency), folder], stdout=subprocess.PIPE, text=True)
        try:
            if farm.stdout.readline() != "ready\n":
                raise SystemExit("bench: the environments don't answer")
            walls, resident = [], []
            for run in range(ROUNDS):
                wall, peak = heard(folder, count, run)
                walls.append(wall)
                resident.append(peak)
        finally:
            farm.terminate()
            farm.wait()
    text = ("\n### %d environments with %d workloads, each answer %d ms late\n\n| what | median (min–max) |\n|---|---|\n"
            "| first look at all of them, kept in the database | %.1f s (%.1f–%.1f) |\n"
            "| most that the JVM had resident meanwhile | %.0f MiB |\n"
            % (count, workloads, latency, statistics.median(walls), min(walls), max(walls), max(resident)))
    return text, [verdict("%d environments observed in one cycle" % count, statistics.median(walls), 60, "s"),
                  verdict("JVM resident meanwhile, at most", max(resident) * 1.048576, 512, "MB")]


def incremental(tags=10_000, repositories=200):
    """What the server asks of a registry the first time, when nothing moved, when one tag in a hundred did, and when it
    is told which."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        command = ["python3", GENERATOR, folder + "/estate", "--repos", str(repositories),
                   "--tags-per-repo", str(tags // repositories)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with Registry(folder + "/estate/registry", TARGET) as registry:
            process, port = watching(folder, registry)
            try:
                looks = [looked(folder, port, registry, process, "")]
                for churn in ([], ["--churn", "0.01", "--epoch", "1"], ["--churn", "0.01", "--epoch", "2"]):
                    if churn:
                        subprocess.run(command + churn, check=True, stdout=subprocess.DEVNULL)
                    looks.append(looked(folder, port, registry, process, looks[-1][0]))
                tags_before, manifests_before = rows_of(folder, 2, "tags"), rows_of(folder, 2, "repo_manifests")
                subprocess.run(command + ["--churn", "0.01", "--epoch", "3"], check=True, stdout=subprocess.DEVNULL)
                moved = {row[:2] for row in tags_before ^ rows_of(folder, 3, "tags")}
                known = {row[:2] for row in manifests_before}
                children = {row[:2] for row in rows_of(folder, 3, "repo_manifests") if row[2] == "0"} - known
                told = told_of(moved, children, folder, port, registry, process)
            finally:
                process.terminate()
                process.wait()
    names = ("the first", "nothing moved", "one in a hundred moved", "the same again")
    text = ("\n### Looks of the server at %d tags over `/v2/`\n\n| look | wall s | requests | per tag | registry CPU s |\n"
            "|---|---|---|---|---|\n" % tags)
    for name, (_, wall, requests, cpu) in zip(names, looks):
        text += "| %s | %.1f | %d | %.3f | %.1f |\n" % (name, wall, requests, requests / tags, cpu)
    pushed, wall, requests, cpu = told
    text += "| told of %d tags that moved, and of %d new children | %.1f | %d | %.3f | %.1f |\n" % (
        len(moved), len(children), wall, requests, requests / tags, cpu)
    return text, [verdict("requests a tag of a look at what hardly changed", looks[2][2] / tags, 1, ""),
                  verdict("requests a changed image, by events", requests / pushed, 1, "")]


def watching(folder, registry):
    """Starts a server with a database of its own that watches one registry: its process and port."""
    with open(folder + "/regent.yaml", "w") as file:
        file.write("registries:\n- {name: main, url: \"http://%s\", every: 7d}\n" % registry.address)
    port = free_port()
    return subprocess.Popen([REGENT, "up", "--data", folder + "/data", "--config", folder + "/regent.yaml",
                             "--port", str(port)], stderr=subprocess.DEVNULL), port


def rows_of(folder, epoch, name):
    """The rows of one of the generator's tables."""
    with open("%s/estate/truth.e%d/%s.tsv" % (folder, epoch, name)) as file:
        return {tuple(line.rstrip("\n").split("\t")) for line in file}


def told_of(tags, manifests, folder, port, registry, process):
    """Posts what the registry would tell of pushed tags, and of manifests that were pushed without one, and waits until
    all are asked for: how many, seconds, requests, and the registry's CPU."""
    with open(folder + "/data/admin-token") as file:
        headers = {"Authorization": "Bearer " + file.read().strip(), "Content-Type": "application/json"}
    base = "http://127.0.0.1:%d/api/v1/registries/main" % port
    envelope = {"events": [{"action": "push", "target": {"repository": repository, kind: reference}}
                           for kind, pushed in (("digest", manifests), ("tag", tags))
                           for repository, reference in sorted(pushed)]}
    began, requests, cpu = time.monotonic(), registry.requests(), registry.cpu()
    urllib.request.urlopen(
        urllib.request.Request(base + "/events", json.dumps(envelope).encode(), headers)).close()
    while True:
        if process.poll() is not None:
            raise SystemExit("bench: the server ended by itself")
        with urllib.request.urlopen(urllib.request.Request(base, headers=headers)) as answer:
            if json.load(answer)["pendingChanges"] == 0:
                return (len(tags) + len(manifests), time.monotonic() - began, registry.requests() - requests, registry.cpu() - cpu)
        if time.monotonic() - began > 120:
            raise SystemExit("bench: not all that was told of was asked for within two minutes")
        time.sleep(0.1)


def large(tags=100_000, repositories=200):
    """A hundred thousand tags over `/v2/`: by the command and by the server, with the memory that they take."""
    try:
        estate = Estate(GENERATOR, os.path.join(TARGET, "estate-%d" % tags), tags, repositories)
    except OSError as e:
        print("bench: left out: the registry of %d tags: %s" % (tags, e), file=sys.stderr)
        return "", []
    with Registry(estate.root, TARGET) as registry, tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        audit = Row("`regent audit`", [REGENT, "audit", "http://" + registry.address, "--output", "json"], 1)
        audit.warm = True
        measure([audit], registry)
        agree(audit, estate.summary())
        floor = raw("the same requests, raw", registry.address, requests_of(json.loads(audit.output()), {}))
        floor.rounds = 1
        measure([floor], registry)
        floor.runs = [dict(run, requests=run["requests"] / 2, server=run["server"] / 2) for run in floor.runs]
        process, port = watching(folder, registry)
        looks = []
        try:
            for _ in ("the first", "nothing moved"):
                looks.append(looked(folder, port, registry, process, looks[-1][0] if looks else ""))
            resident = peak(process.pid)
        finally:
            process.terminate()
            process.wait()
    text = table("Reading %d tags over `/v2/`" % tags, [audit, floor], tags)
    text += "\n| look of the server | wall s | requests | per tag | registry CPU s |\n|---|---|---|---|---|\n"
    for name, (_, wall, requests, cpu) in zip(("the first", "nothing moved"), looks):
        text += "| %s | %.1f | %d | %.3f | %.1f |\n" % (name, wall, requests, requests / tags, cpu)
    text += "\nThe server's JVM had at most %.0f MiB resident.\n" % resident
    return text, [verdict("%d tags, lazy: wall ÷ floor" % tags, audit.median("wall") / floor.median("wall"), 1.25, "×"),
                  verdict("client CPU a request, %d tags" % tags, 1000 * audit.cpu() / audit.median("requests"),
                          0.25, "ms")]


def peak(pid):
    """The most MiB that a process had resident."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024


def looked(folder, port, registry, process, before):
    """Has the registry looked at and waits for it: when it was observed, seconds, requests, and the registry's CPU."""
    began, requests, cpu, asked = time.monotonic(), registry.requests(), registry.cpu(), before == ""
    while True:
        if process.poll() is not None:
            raise SystemExit("bench: the server ended by itself")
        try:
            with open(folder + "/data/admin-token") as file:
                headers = {"Authorization": "Bearer " + file.read().strip(), "Content-Type": "application/json"}
            base = "http://127.0.0.1:%d/api/v1/registries/main" % port
            with urllib.request.urlopen(urllib.request.Request(base + "/look", headers=headers)) as answer:
                busy = json.load(answer)["state"] == "under way"
            if not asked and not busy:  # one that is asked for while another goes on is that other
                urllib.request.urlopen(urllib.request.Request(base + "/look", b"{}", headers)).close()
                began, asked = time.monotonic(), True
            with urllib.request.urlopen(urllib.request.Request(base, headers=headers)) as answer:
                observed = json.load(answer).get("observedAt") or ""
            if observed != before:
                return (observed, time.monotonic() - began, registry.requests() - requests, registry.cpu() - cpu)
        except (urllib.error.URLError, ConnectionError, FileNotFoundError):
            pass
        time.sleep(0.1)


def duration(teaching=((200, 40), (1000, 40), (5000, 8)), asked=((500, 40), (2000, 20), (3500, 10))):
    """How long plans take beside what was predicted, in repositories of other sizes than those that it learnt from."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for kind, sizes in (("taught", teaching), ("asked", asked)):
            for size, steps in sizes:
                write_repository(folder + "/registry", "%s/with-%d" % (kind, size), [
                    ("old-%d" if number < steps else "kept-%d") % number for number in range(size)])
        with Registry(folder + "/registry", TARGET, deletes=True) as registry:
            with open(folder + "/regent.yaml", "w") as file:
                file.write("registries:\n- {name: main, url: \"http://%s\", every: 7d, grace: 1s, environments: {none: bench},\n"
                           "   environmentsComplete: true}\napproval: {distinctApprover: false}\n" % registry.address)
            port = free_port()
            process = subprocess.Popen([REGENT, "up", "--data", folder + "/data", "--config", folder + "/regent.yaml",
                                        "--port", str(port)], stderr=subprocess.DEVNULL)
            try:
                looked(folder, port, registry, process, "")
                plans = [carried_out(folder, port, "taught/**")]
                plans += [carried_out(folder, port, "asked/with-%d" % size) for size, _ in asked]
                plans.append(carried_out(folder, port, "asked/**", "^kept-5[0-9]$"))
            finally:
                process.terminate()
                process.wait()
    names = ["the first: %s tags" % ", ".join(str(size) for size, _ in teaching), *("%d tags" % size for size, _ in asked),
             "all of these together"]
    text = ("\n### Plans beside what was predicted for them\n\n| plan | steps | rests on | predicted s (range) | took s |"
            " predicted ÷ took |\n|---|---|---|---|---|---|\n")
    for name, (count, expected, took) in zip(names, plans):
        text += "| %s | %d | %s, %d steps | %.1f (%.1f–%.1f) | %.1f | %.2f |\n" % (
            name, count, expected["basis"], expected["steps"], expected["seconds"], expected["atLeast"],
            expected["atMost"], took, expected["seconds"] / took)
    wrong = max(abs(expected["seconds"] / took - 1) for _, expected, took in plans[1:])
    return text, [verdict("duration of a plan: predicted ÷ measured − 1, the worst", wrong, 0.2, "")]


def carried_out(folder, port, repositories, tags="^old-"):
    """Has a plan made, approved and carried out: its steps, what was predicted, and the seconds that it took."""
    def call(path, body=None):
        with open(folder + "/data/admin-token") as file:
            headers = {"Authorization": "Bearer " + file.read().strip(), "Content-Type": "application/json"}
        request = urllib.request.Request("http://127.0.0.1:%d/api/v1%s" % (port, path),
                                         body and json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    plan = call("/plans", {"registry": "main", "policy": json.dumps({
        "apiVersion": "regent.dev/v1", "kind": "RetentionPolicy", "metadata": {"name": "bench"},
        "scope": {"registries": ["**"], "repositories": [repositories]},
        "rules": [{"remove": {"tagPattern": tags}}]})})
    call("/plans/%s/approvals" % plan["digest"], {"reason": "bench", "allowLarge": True})
    execution = call("/executions", {"plan": plan["digest"]})["execution"]
    while True:
        now = call("/executions/" + execution)
        if now["state"] not in ("waiting", "running"):
            break
        time.sleep(1)
    if now["state"] != "done" or now["counts"]["done"] != len(plan["steps"]):
        raise SystemExit("bench: an execution is %s: %s" % (now["state"], now["counts"]))
    took = datetime.fromisoformat(now["endedAt"]) - datetime.fromisoformat(now["startedAt"])
    while call("/registries/main")["observedAt"] < now["endedAt"]:  # each execution is followed by a look at all of it
        time.sleep(0.2)
    print("bench: %s: %d steps, predicted %.1f s, took %.1f s" % (
        repositories, len(plan["steps"]), plan["duration"]["seconds"], took.total_seconds()), file=sys.stderr)
    return len(plan["steps"]), plan["duration"], took.total_seconds()


def heard(folder, count, run):
    """Seconds from ready until every environment was heard wholly, and the most MiB that the JVM had resident."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = "%s/data-%d" % (folder, run)
    process = subprocess.Popen(
        [REGENT, "up", "--data", data, "--config", folder + "/regent.yaml", "--port", str(port)],
        env=dict(os.environ, REGENT_JAVA_OPTS="-Xmx384m"), stderr=subprocess.DEVNULL)
    try:
        began, wall = None, None
        while wall is None:
            if process.poll() is not None:
                raise SystemExit("bench: the server ended by itself")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/q/health/ready").close()
                began = began or time.monotonic()
                with open(data + "/admin-token") as file:
                    token = file.read().strip()
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}/api/v1/environments",
                    headers={"Authorization": "Bearer " + token})
                with urllib.request.urlopen(request) as answer:
                    items = json.load(answer)["items"]
                if sum(item["heard"] == "yes" for item in items) > count:  # the Portainer itself is one more
                    wall = time.monotonic() - began
            except (urllib.error.URLError, ConnectionError, FileNotFoundError):
                pass
            if began and time.monotonic() - began > 600:
                raise SystemExit("bench: not all environments were heard within ten minutes")
            time.sleep(0.2)
        return wall, peak(process.pid)
    finally:
        process.terminate()
        process.wait()


def lines(command):
    """Runs what prints a line of JSON for each thing that it measures, by what it is."""
    done = subprocess.run(UNDER + command, text=True, check=True, stdout=subprocess.PIPE)
    measured = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {each["what"]: each for each in measured}


def source(name):
    return os.path.join(HERE, "src", "main", "java", "dev", "regent", "bench", name + ".java")


def graph():
    """The questions of questions.sql, to the graph in memory and to databases, over the same rows."""
    ours = lines([JAVA, "-Xmx512m", "-cp", JAR, source("GraphQuestions")])
    others = {}
    if subprocess.run([DUCKDB, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0:
        rows = os.path.join(TARGET, "large-rows")
        if not os.path.exists(rows):
            subprocess.run([JAVA, "-cp", JAR, source("GraphQuestions"), rows], check=True)
        others["DuckDB"] = lines([DUCKDB, os.path.join(HERE, "graph.py"), rows])
    else:
        print("bench: left out: DuckDB; name a python that has it in REGENT_BENCH_DUCKDB", file=sys.stderr)
    libraries = os.path.join(ROOT, "server", "target", "quarkus-app", "lib", "main", "*")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        others["PostgreSQL"] = lines([JAVA, "-Xmx1g", "-cp", libraries, source("GraphInPostgres"),
                                      os.path.join(folder, "database"), os.path.join(HERE, "questions.sql")])
    text = ["", "### %d edges of a registry, asked" % ours["rows"]["edges"], "",
            "| what, in ms | graph | %s |" % " | ".join(others), "|---|---|%s" % ("---|" * len(others))]
    for what, asked in ours.items():
        if "result" not in asked or what == "load":
            continue
        for name, other in others.items():
            if other[what]["result"] != asked["result"]:
                raise SystemExit("bench: %s: the graph says %d, %s %d" % (
                    what, asked["result"], name, other[what]["result"]))
        text.append("| %s | **%.2f** | %s |" % (
            what, asked["ms"], " | ".join("%.0f" % other[what]["ms"] for other in others.values())))
    kept = others["PostgreSQL"]
    whole = "each repository: marked, exclusive, attributed"
    if kept["graph read: each repository"]["result"] != ours[whole]["result"]:
        raise SystemExit("bench: the graph that is read from the database says something else")
    text += ["| loading the rows, indexes too | %.0f | %s |" % (
                 ours["load"]["ms"], " | ".join("%.0f" % other["load"]["ms"] for other in others.values())),
             "", "The graph has %.0f MiB. From the database it is read in %.0f ms, and brought up to date in %.0f ms." % (
                 ours["heap"]["mib"], kept["graph read from the database"]["ms"],
                 kept["graph brought up to date after one change"]["ms"]), ""]
    return "\n".join(text), [
        verdict("graph: freed by 30 % of the manifests", ours["freed by 30 %"]["ms"], 150, "ms"),
        verdict("graph: memory", ours["heap"]["mib"] * 1.048576, 128, "MB"),
        verdict("graph: what if 500 manifests went", ours["freed by 500 manifests"]["ms"], 1, "ms")]


def estate():
    """The pages of the estate over a registry of millions in the database."""
    libraries = os.path.join(ROOT, "server", "target", "quarkus-app", "lib", "main", "*")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        answers = lines([JAVA, "-XX:+UseSerialGC", "-Xmx512m", "-cp", libraries, source("EstateAnswers"),
                         os.path.join(folder, "database")])
    text = ["", "### The estate of a million tags, asked", "", "| what | first, ms | again, ms |", "|---|---|---|"]
    text += ["| %s | %.0f | **%.0f** |" % (what, asked["first"], asked["ms"]) for what, asked in answers.items()]
    return "\n".join(text) + "\n", []


def plan():
    """Judging and planning a million tags out of compact arrays, in a heap of 512 MB."""
    ours = lines([JAVA, "-Xmx488m", "-XX:+UseParallelGC", "-cp", JAR, source("PlanSpeed")])
    made = ours["judge and plan"]
    text = ("\n### A plan over %d tags\n\n| what | measured |\n|---|---|\n"
            "| judge and plan, median (min) | %.0f ms (%.0f) |\n| steps | %d |\n"
            "| live before, MiB | %.0f |\n| live with the plan, MiB | %.0f |\n| heap that was enough, MiB | %.0f |\n" % (
                made["tags"], made["ms"], made["min"], made["steps"], ours["live before"]["mib"],
                ours["live with the plan"]["mib"], ours["largest heap allowed"]["mib"]))
    return text, [verdict("plan over %d tags" % made["tags"], made["ms"] / 1000, 1, "s"),
                  verdict("heap for it, all in all", ours["largest heap allowed"]["mib"] * 1.048576, 512, "MB")]


def storage():
    budgets, rows = [], []
    for tags, repositories, most in ((10_000, 200, 2), (LARGE, LARGE // 500, 60 * LARGE / 1_000_000)):
        try:
            estate = Estate(GENERATOR, os.path.join(TARGET, "estate-%d" % tags), tags, repositories)
        except OSError as e:
            print("bench: left out: the volume of %d tags: %s" % (tags, e), file=sys.stderr)
            continue
        if estate.made:
            print("bench: %d tags made in %.0f s" % (tags, estate.made), file=sys.stderr)
        address = "storage:" + estate.root
        pair = [Row("`storage:`, %d tags" % tags, [REGENT, "audit", address, "--output", "json"]),
                Row("`storage:`, %d tags, with configs" % tags,
                    [REGENT, "audit", address, "--policy", POLICY, "--output", "json"])]
        measure(pair)
        for row in pair:
            agree(row, estate.summary(), "manifests")
            budgets.append(verdict(row.name, row.median("wall"), most, "s"))
        rows += pair
    return table("Reading the volume", rows), budgets


def agree(row, truth, *members):
    """What was read has to be what was made."""
    report = json.loads(row.output())
    for member in ("tags", *members):
        if report[member] != truth[member]:
            raise SystemExit("bench: %s: %s %d, made were %d" % (row.name, member, report[member], truth[member]))


def requests_of(report, configs):
    """The paths that a crawl asks for, from what it saw.

    configs: digest of a manifest to that of its config, of those that were read
    """
    paths = ["/v2/", "/v2/_catalog?n=1000"]
    paths += ["/v2/%s/tags/list" % name for name in sorted({v["repository"] for v in report["verdicts"]})]
    read = set()
    for seen in report["verdicts"]:
        base = "/v2/" + seen["repository"]
        paths += ["%s/manifests/%s" % (base, tag) for tag in seen["tags"] or [seen["digest"]]]
        config = configs.get(seen["digest"], "") if seen["role"] != "referrer" else ""
        if config and config not in read:
            read.add(config)
            paths.append("%s/blobs/%s" % (base, config))
    return paths


def raw(name, address, paths):
    listed = os.path.join(TARGET, "requests-%d" % len(paths))
    with open(listed, "w") as file:
        file.write("\n".join(paths) + "\n")
    # Sent twice in one process: only the second time is measured, so the count of requests is halved.
    return Row(name, [JAVA, *QUICK, source("RawRate"), "http://" + address, listed, "16", "2"],
               wall=lambda output: float(output.split()[-1]))


def skopeo(estate, address):
    tags = [row for row in estate.rows("tags.tsv") if not row[1].startswith("sha256-")]
    names = sorted({row[0] for row in tags})
    script = os.path.join(HERE, "skopeo_sample.sh")
    sample = ["%s:%s" % tuple(row[:2]) for row in tags[:: len(tags) // SAMPLE][:SAMPLE]]
    some = names[:: len(names) // 20][:20]
    return [Row("skopeo inspect, %d tags, extrapolated" % SAMPLE, [script, "inspect", address], 3,
                estate.summary()["tags"] / SAMPLE, "\n".join(sample) + "\n"),
            Row("skopeo list-tags, 20 repositories, extrapolated", [script, "list", address], 3, len(names) / 20,
                "\n".join(some) + "\n")]


def crawl():
    estate = Estate(GENERATOR, os.path.join(TARGET, "estate-10000"), 10_000, 200)
    truth = estate.summary()
    configs = {row[0]: row[5] for row in estate.rows("manifests.tsv") if row[5]}
    with Registry(estate.root, TARGET) as registry:
        audit = [REGENT, "audit", "http://" + registry.address, "--output", "json"]
        lazy = Row("`regent audit`", audit)
        full = Row("`regent audit`, with configs", audit + ["--policy", POLICY])
        for row in (lazy, full):
            row.run(registry)
            agree(row, truth)
        report = json.loads(full.output())
        floors = [raw("the same requests, raw", registry.address, requests_of(report, {})),
                  raw("the same requests with configs, raw", registry.address, requests_of(report, configs))]
        script = [sys.executable, os.path.join(HERE, "keepalive.py"), registry.address]
        python = Row("Python, one connection", script, min(3, ROUNDS))
        others = skopeo(estate, registry.address) if installed("skopeo") else []
        if not others:
            print("bench: left out: skopeo, which is not installed", file=sys.stderr)
        rows = [lazy, floors[0], full, floors[1], python, *others]
        measure(rows, registry)
    for row in floors:
        row.runs = [dict(run, requests=run["requests"] / 2, server=run["server"] / 2) for run in row.runs]
    requests = lazy.median("requests")
    budgets = [verdict("full crawl, lazy: wall ÷ floor", lazy.median("wall") / floors[0].median("wall"), 1.25, "×"),
               verdict("full crawl with configs: wall ÷ floor", full.median("wall") / floors[1].median("wall"),
                       1.25, "×"),
               verdict("requests a tag, configs lazy", requests / truth["tags"], 1.1, ""),
               verdict("client CPU a request, lazy", 1000 * lazy.cpu() / requests, 0.25, "ms"),
               verdict("client CPU a request, with configs", 1000 * full.cpu() / full.median("requests"), 0.25, "ms")]
    if others:
        ways = sum(row.median("wall") for row in others)
        budgets.append(verdict("wall ÷ that of skopeo (25 times faster)", lazy.median("wall") / ways, 0.04, "×"))
    for row, floor in ((lazy, floors[0]), (full, floors[1])):
        if row.median("requests") != floor.median("requests"):
            print("bench: not the same requests: %s %d, raw %d" % (
                row.name, row.median("requests"), floor.median("requests")), file=sys.stderr)
    return table("Reading 10,000 tags over `/v2/`", rows, truth["tags"]), budgets


def events():
    return events_in(REGENT, JAVA, ROUNDS, verdict)


def machine():
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        model = "unknown processor"
    return "%d × %s; load %.1f %.1f %.1f; %d rounds" % (os.cpu_count(), model, *os.getloadavg(), ROUNDS)


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
