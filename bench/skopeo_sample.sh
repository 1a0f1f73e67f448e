#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# skopeo_sample.sh list|inspect HOST:PORT: lists the tags of each repository, or inspects each "repository:tag", that a
# line of standard input names.
set -euo pipefail
while read -r name; do
  case $1 in
    list) skopeo list-tags --tls-verify=false "docker://$2/$name" ;;
    inspect) skopeo inspect --no-tags --tls-verify=false "docker://$2/$name" ;;
  esac
done
