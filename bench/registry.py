# SPDX-License-Identifier: Apache-2.0
"""The real registry over a made-up estate, and what it says of itself."""
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request

CONFIG = """version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: "%s"}
  cache: {blobdescriptor: inmemory}
  delete: {enabled: %s}
http:
  addr: 127.0.0.1:%d
  debug: {addr: "127.0.0.1:%d", prometheus: {enabled: true, path: /metrics}}
"""


class Estate:
    """A volume with `tags` tags, generated once and kept."""

    INODES = 14  # a tag, all in all
    BYTES = 60_000

    def __init__(self, generator, folder, tags, repositories):
        self.root = os.path.join(folder, "registry")
        self.truth = os.path.join(folder, "truth")
        self.made = 0.0
        if os.path.exists(os.path.join(self.truth, "summary.json")):
            return
        os.makedirs(folder, exist_ok=True)
        space = os.statvfs(folder)
        if space.f_favail < tags * self.INODES or space.f_bavail * space.f_frsize < tags * self.BYTES:
            raise OSError("%d tags need %d GB and %d inodes" % (tags, tags * self.BYTES >> 30, tags * self.INODES))
        start = time.monotonic()
        subprocess.run(
            ["python3", generator, folder, "--repos", str(repositories), "--tags-per-repo", str(tags // repositories)]
            + (["--blob-bodies", "none"] if tags > 10_000 else []), check=True, stdout=subprocess.DEVNULL)
        self.made = time.monotonic() - start

    def summary(self):
        with open(os.path.join(self.truth, "summary.json")) as file:
            return json.load(file)

    def rows(self, name):
        with open(os.path.join(self.truth, name)) as file:
            return [line.rstrip("\n").split("\t") for line in file]


class Registry:
    """`docker-registry` on loopback; a context."""

    def __init__(self, root, folder, deletes=False):
        self.ports = [free_port(), free_port()]
        self.address = "127.0.0.1:%d" % self.ports[0]
        config = os.path.join(folder, "registry.yml")
        with open(config, "w") as file:
            file.write(CONFIG % (root, "true" if deletes else "false", *self.ports))
        self.log = open(os.path.join(folder, "registry.log"), "w")
        self.process = subprocess.Popen(
            ["docker-registry", "serve", config], stdout=self.log, stderr=subprocess.STDOUT)

    def __enter__(self):
        for _ in range(200):
            try:
                self.requests()
                return self
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("bench: docker-registry did not start; see %s" % self.log.name)
                time.sleep(0.05)
        raise SystemExit("bench: docker-registry does not answer")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def requests(self):
        """Answered so far; paths that it doesn't know (the referrers API in 2.8) aren't counted."""
        with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % self.ports[1], timeout=5) as answer:
            text = answer.read().decode()
        return sum(int(float(n)) for n in re.findall(r"^registry_http_requests_total\{.*\} (\S+)$", text, re.M))

    def cpu(self):
        """Seconds of CPU so far; 0 where there is no /proc."""
        try:
            with open("/proc/%d/stat" % self.process.pid) as file:
                fields = file.read().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return 0.0


def write_repository(root, name, tags):
    """A repository on a volume with an image of its own for each tag."""
    volume = os.path.join(root, "docker", "registry", "v2")

    def put(path, content):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)

    def blob(content):
        digest = hashlib.sha256(content).hexdigest()
        put(os.path.join(volume, "blobs", "sha256", digest[:2], digest, "data"), content)
        return digest

    def link(digest, *path):
        put(os.path.join(volume, "repositories", name, *path, "link"), ("sha256:" + digest).encode())

    def descriptor(kind, content):
        digest = blob(content)
        link(digest, "_layers", "sha256", digest)
        return {"mediaType": "application/vnd.oci.image.%s" % kind, "digest": "sha256:" + digest, "size": len(content)}

    layer = descriptor("layer.v1.tar", b"a layer of " + name.encode())
    for tag in tags:
        config = descriptor("config.v1+json", json.dumps({
            "created": "2024-01-01T00:00:00Z", "architecture": "amd64", "os": "linux", "author": name + ":" + tag,
            "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode())
        digest = blob(json.dumps({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config,
            "layers": [layer]}).encode())
        link(digest, "_manifests", "revisions", "sha256", digest)
        link(digest, "_manifests", "tags", tag, "current")
        link(digest, "_manifests", "tags", tag, "index", "sha256", digest)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def installed(program):
    return shutil.which(program) is not None
