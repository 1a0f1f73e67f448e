#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the volume of a registry with just the files that `storage:` reads: manifests, revisions, current tags.

    lean_volume.py GENERATOR OUT [options of the generator]

A whole volume of a million tags has 13 million inodes, this one 4.6 million in 8 GB: a tmpfs holds it
(`mount -t tmpfs -o size=16g,nr_inodes=9m tmpfs OUT`). It lacks links to layers, the history of tags and configs, so
that no registry can serve it.
"""
import importlib.util
import os
import sys


def generator(path):
    spec = importlib.util.spec_from_file_location("generator", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(estate, root):
    """In place of the generator's `write_fs`; returns how many files it wrote."""
    base = os.path.join(root, "docker", "registry", "v2")
    files = 0

    def put(path, data):
        nonlocal files
        path = os.path.join(base, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        files += 1

    for digest in estate.manifests:
        hexadecimal = digest.removeprefix("sha256:")
        put("blobs/sha256/%s/%s/data" % (hexadecimal[:2], hexadecimal), estate.blobs[digest])
    for repository, digests in estate.repo_manifests.items():
        for folder in ("_uploads", "_layers"):
            os.makedirs(os.path.join(base, "repositories", repository, folder), exist_ok=True)
        for digest in sorted(digests):
            put("repositories/%s/_manifests/revisions/sha256/%s/link"
                % (repository, digest.removeprefix("sha256:")), digest.encode())
    for (repository, tag), digests in estate.tag_hist.items():
        put("repositories/%s/_manifests/tags/%s/current/link" % (repository, tag), digests[-1].encode())
    return files


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    module = generator(sys.argv[1])
    module.Estate.write_fs = write
    sys.argv = [sys.argv[1]] + sys.argv[2:]
    module.main()
