# SPDX-License-Identifier: Apache-2.0
"""The server: its start, its looks at registries and environments, and how long its plans take."""
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime

from reading import raw, requests_of
from registry import Estate, Registry, free_port, write_repository
from rows import GENERATOR, HERE, JAR, JAVA, REGENT, ROUNDS, TARGET, Row, agree, measure, table, verdict


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
