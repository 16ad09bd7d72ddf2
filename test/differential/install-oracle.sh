#!/bin/sh
# install-oracle.sh [3.0.3 | 3.0.0 | 2.0.5]: puts the crm_simulate of a release of Pacemaker, from the suite of Debian that
# has it, into a root directory of its own (about 300 MB, half a minute), where test/differential/oracle.ts looks for it.
# The packages come from wherever this machine gets its own.
set -eu
release=${1:-3.0.3}
cache=/var/cache/holdfast-oracle
case $release in
3.0.3) suite=sid root=${HOLDFAST_ORACLE:-$cache/root} ;;
3.0.0) suite=trixie root=$cache/trixie ;;
2.0.5) suite=bullseye root=$cache/bullseye ;;
*) echo "install-oracle: no suite of Debian is known to have Pacemaker $release" >&2; exit 64 ;;
esac
[ -x "$root/usr/sbin/crm_simulate" ] && exit 0
command -v mmdebstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null; }
UNPACK_SUITE=$suite "$(dirname "$0")/../../lab/unpack-unstable.sh" "$root" pacemaker-cli-utils
chroot "$root" /usr/sbin/crm_simulate --version | head -n 1
