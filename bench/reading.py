# SPDX-License-Identifier: Apache-2.0
"""Reading registries by the command: its start, volumes, and crawls beside skopeo, Python and the raw rate."""
import json
import os
import subprocess
import sys

from registry import Estate, Registry, installed
from rows import (GENERATOR, HERE, JAR, JAVA, LARGE, POLICY, QUICK, REGENT, ROUNDS, TARGET, Row, agree, measure, source,
                  table, verdict)

SAMPLE = 100


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
