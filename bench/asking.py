# SPDX-License-Identifier: Apache-2.0
"""The graph beside databases, the estate in numbers, and plans, over a million tags."""
import os
import subprocess
import sys
import tempfile

from rows import DUCKDB, HERE, JAR, JAVA, ROOT, TARGET, lines, source, verdict


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
