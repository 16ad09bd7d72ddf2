#!/bin/sh
# Empties directories of a node's /etc, so that what the machine has there is not the node's:
#   clear-etc.sh LOWER UPPER WORK DIRECTORY...
# Runs in a mount namespace of its own. In a layer, a directory that was removed and made again hides the one below it.
set -eu
lower=$1
upper=$2
work=$3
shift 3
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$work" "$lower"
for directory; do
  rm -rf "${lower:?}/$directory"
  mkdir -p "$lower/$directory"
done
