# SPDX-License-Identifier: Apache-2.0
"""How many events of registries a server acknowledges in a second, and whether all of them are kept."""
import json
import os
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from registry import free_port

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
EVENTS = 30_000  # half of them pushes: fewer than are kept to be asked for
WAYS = [(1, 16), (1, 64), (1, 256), (100, 8)]  # events an envelope, connections


class Taker:
    """A server with registries that nobody answers for, so that what is told of them stays as it was told."""

    def __init__(self, regent, folder, names):
        self.regent, self.data, self.config, self.port = regent, folder + "/data", folder + "/regent.yaml", free_port()
        with open(self.config, "w") as file:
            file.write("registries:\n" + "".join(
                "- {name: %s, url: \"http://127.0.0.1:%d\", every: 7d}\n" % (name, free_port()) for name in names))
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.regent, "up", "--data", self.data, "--config", self.config, "--port",
                                         str(self.port)], stderr=subprocess.DEVNULL)
        while True:
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/q/health/ready" % self.port).close()
                return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None:
                    raise SystemExit("bench: the server ended by itself")
                time.sleep(0.1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def cpu(self):
        """Seconds of the server and of its database."""
        return cpu(self.process.pid) + sum(map(cpu, descendants(self.postmaster())))

    def postmaster(self):
        with open(self.data + "/postgres/data/postmaster.pid") as file:
            return int(file.readline())


def descendants(pid):
    """A process and those that it began."""
    every = [pid]
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as file:
                    if int(file.read().rsplit(")", 1)[1].split()[1]) == pid:
                        every.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return every


def cpu(pid):
    try:
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def senders(java, *arguments):
    """A process that prints what it did as a line of JSON."""
    libraries = os.path.join(ROOT, "server/target/quarkus-app/lib/main/*")
    source = os.path.join(HERE, "src/main/java/dev/regent/bench/EventSenders.java")
    return subprocess.Popen([java, "-XX:+UseSerialGC", "-cp", libraries, source, *map(str, arguments)],
                            stdout=subprocess.PIPE, text=True)


def said(process):
    out, _ = process.communicate()
    if process.returncode != 0:
        raise SystemExit("bench: the senders failed")
    return json.loads(out.splitlines()[-1])


def events(regent, java, rounds, verdict):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        names = ["r%d-%d" % (way, run) for way in range(len(WAYS)) for run in range(rounds + 1)] + ["killed"]
        taker = Taker(regent, folder, names)
        token = taker.data + "/admin-token"
        try:
            measured = []
            for way, (together, connections) in enumerate(WAYS):
                measured.append([])
                for run in range(rounds + 1):
                    name = "r%d-%d" % (way, run)
                    before = taker.cpu()
                    done = said(senders(java, "send", taker.port, token, name, connections, EVENTS, together))
                    done["cpu"] = taker.cpu() - before
                    kept = said(senders(java, "count", taker.data, name))
                    if (done["acknowledged"], kept["pushes"], kept["pulls"]) != (EVENTS, EVENTS // 2, EVENTS // 2):
                        raise SystemExit("bench: acknowledged %s, and kept %s" % (done, kept))
                    if run > 0:  # the first one warms up
                        measured[-1].append(done)
            lost = killed(taker, java, token)
        finally:
            taker.stop()
    text = ("\n### Events in: %d, half pushes of distinct tags and half pulls\n\n"
            "| events an envelope | connections | acknowledged a second (min–max) | CPU of server and database, ms an event |\n"
            "|---|---|---|---|\n" % EVENTS)
    rates = []
    for (together, connections), runs in zip(WAYS, measured):
        rate = sorted(run["acknowledged"] / run["seconds"] for run in runs)
        rates.append(statistics.median(rate))
        text += "| %d | %d | **%.0f** (%.0f–%.0f) | %.3f |\n" % (
            together, connections, rates[-1], rate[0], rate[-1],
            1000 * statistics.median(run["cpu"] for run in runs) / EVENTS)
    text += lost
    return text, [verdict("an event acknowledged, %d an envelope, %d connections (5,000/s)" % way, 1e6 / rate, 200, "µs")
                  for way, rate in zip(WAYS, rates)]


def killed(taker, java, token):
    """Kills the server while it is told, and says how much of what it acknowledged is kept."""
    sending = senders(java, "send", taker.port, token, "killed", 64, EVENTS, 1)
    sending.stdout.readline()
    time.sleep(2)
    taker.kill()
    done = said(sending)
    taker.start()
    kept = said(senders(java, "count", taker.data, "killed"))
    sum_kept = kept["pushes"] + kept["pulls"]
    if done["ended"] == 0:
        raise SystemExit("bench: all was told before the server was killed")
    if sum_kept < done["acknowledged"]:
        raise SystemExit("bench: acknowledged %s, and after `kill -9` kept %s" % (done, kept))
    return ("\nKilled by `kill -9` while told: %d acknowledged, %d kept (what was under way may be kept too).\n"
            % (done["acknowledged"], sum_kept))
