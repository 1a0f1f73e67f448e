#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a careful script does: one keep-alive connection, each digest read once, standard library only.

Usage: keepalive.py HOST:PORT [--configs]     prints {"tags": n, "manifests": n, "requests": n}
"""
import http.client
import json
import re
import sys

ACCEPT = ", ".join([
    "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json"])
FALLBACK = re.compile(r"sha256-[0-9a-f]{64}(\.\w+)?$")


class Crawl:
    def __init__(self, address, configs):
        self.connection = http.client.HTTPConnection(address)
        self.configs = configs
        self.manifests = {}
        self.created = {}
        self.requests = 0
        self.tags = 0

    def get(self, path):
        self.requests += 1
        self.connection.request("GET", path, headers={"Accept": ACCEPT})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit("%s: %d" % (path, answer.status))
        return answer, body

    def repository(self, name):
        base = "/v2/" + name
        seen = set()
        aged = set()
        for tag in json.loads(self.get(base + "/tags/list")[1])["tags"] or []:
            self.tags += 1
            answer, body = self.get(base + "/manifests/" + tag)
            digest = answer.headers["Docker-Content-Digest"]
            seen.add(digest)
            if not FALLBACK.match(tag):
                aged.add(digest)
            if digest not in self.manifests:
                self.manifests[digest] = json.loads(body)
        for digest in list(seen):
            for child in self.manifests[digest].get("manifests", []):
                if digest in aged:
                    aged.add(child["digest"])
                if child["digest"] not in seen:
                    seen.add(child["digest"])
                    body = self.get(base + "/manifests/" + child["digest"])[1]
                    self.manifests[child["digest"]] = json.loads(body)
        for digest in aged if self.configs else ():
            config = self.manifests[digest].get("config", {}).get("digest")
            if config and config not in self.created:
                self.created[config] = json.loads(self.get(base + "/blobs/" + config)[1]).get("created")


def main():
    crawl = Crawl(sys.argv[1], "--configs" in sys.argv)
    for name in json.loads(crawl.get("/v2/_catalog?n=1000")[1])["repositories"]:
        crawl.repository(name)
    print(json.dumps({"tags": crawl.tags, "manifests": len(crawl.manifests), "requests": crawl.requests}))


main()
