#!/bin/sh
# Puts Pacemaker 3.0.3's crm_simulate, from Debian's development suite, into a root directory of its own (about 300 MB, half a
# minute), where test/differential/oracle.ts looks for it. The packages come from wherever this machine gets its own.
set -eu
root=${HOLDFAST_ORACLE:-/var/cache/holdfast-oracle/root}
[ -x "$root/usr/sbin/crm_simulate" ] && exit 0
command -v mmdebstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null; }
"$(dirname "$0")/../../lab/unpack-unstable.sh" "$root" pacemaker-cli-utils
chroot "$root" /usr/sbin/crm_simulate --version | head -n 1
