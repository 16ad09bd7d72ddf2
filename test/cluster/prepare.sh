#!/bin/sh
# Gives this machine what the lab needs: Debian's packages, without starting one of their daemons. Ends with 3, and says
# why, where no lab can be.
set -eu
cd "$(dirname "$0")/../.."
node scripts/setup.mjs
place=$(dirname "${HOLDFAST_LAB:-/var/lib/holdfast-lab-test}")

no() {
  echo "no lab on this machine: $1" >&2
  exit 3
}

[ "$(id -u)" = 0 ] || no "it needs root"
unshare --net --mount --uts --ipc --pid --fork true 2>/dev/null || no "it may not make namespaces"
unshare --mount mount -t tmpfs tmpfs /mnt 2>/dev/null || no "it may not mount"
[ "$(stat -f -c %T "$place")" != overlayfs ] || no "$place is on overlayfs, which nodes cannot be stacked on"

packages=$(node dist/holdfast.mjs lab packages)
# What the drills hold Holdfast against.
command -v pcs >/dev/null || packages="$packages pcs"
[ -z "$packages" ] || {
  command -v apt-get >/dev/null || no "it has no apt"
  apt-get update -qq || echo "prepare: apt-get update failed; what it knows already will have to do" >&2
  apt-cache show pacemaker >/dev/null 2>&1 || no "its apt has no source that has pacemaker"
  # The machine's own Corosync, Pacemaker and the like must not start: policy-rc.d says so to whatever installs them.
  policy=/usr/sbin/policy-rc.d
  kept=
  restore() {
    rm -f "$policy"
    [ -z "$kept" ] || mv "$kept" "$policy"
  }
  trap restore EXIT
  trap 'exit 1' INT TERM HUP
  if [ -e "$policy" ]; then
    kept=$policy.kept
    mv "$policy" "$kept"
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}
