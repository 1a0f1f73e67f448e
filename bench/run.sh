#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures Regent beside other ways to read the same registry: docs/benchmarks.md says what and how.
#
#   bench/run.sh [startup|server|environments|graph|estate|plan|storage|crawl|incremental|large|duration|events]...      all of them without arguments
#
# REGENT_ESTATE_GENERATOR   the generator of made-up registries (default ../shared/bench/gen_estate.py)
# REGENT_BENCH_ROUNDS       how often each thing is measured (default 5)
# REGENT_BENCH_LARGE        tags of the large volume (default 100000; a million takes 50 GB and 13 million inodes)
# REGENT_BENCH_DUCKDB      a python that has duckdb, for the part graph
# REGENT_BENCH_UNDER        a command that each measurement runs under, for example a lock
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
command -v python3 >/dev/null || { echo "bench: needs python3, which makes the registry and takes the time" >&2; exit 2; }
./regent audit --help >/dev/null && ./regent up --help >/dev/null # builds and makes the AOT cache, before anything is measured
exec python3 bench/measure.py "$@"
