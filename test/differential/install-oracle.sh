#!/bin/sh
# Puts Pacemaker 3.0.3's crm_simulate, from Debian's development suite, into a root directory of its own (about 300 MB, half a
# minute), where test/differential/oracle.ts looks for it. The packages come from wherever this machine gets its own.
set -eu
root=${HOLDFAST_ORACLE:-/var/cache/holdfast-oracle/root}
[ -x "$root/usr/sbin/crm_simulate" ] && exit 0
command -v mmdebstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' | grep -oE '[a-z+]+://[^ ]+/debian/?( |$)' | head -n 1)
[ -n "$mirror" ] || { echo "install-oracle: this machine's apt has no source to take Debian's from" >&2; exit 1; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
printf 'Types: deb\nURIs: %s\nSuites: sid\nComponents: main\nSigned-By: %s\n' "$mirror" "$keyring" >"$work/sid.sources"
mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' --include=pacemaker-cli-utils \
  sid "$work/root.tar" "$work/sid.sources"
# Devices cannot be made everywhere and are not needed; what is half unpacked must not pass for the whole.
rm -rf "$root.partial"
mkdir -p "$root.partial"
tar -xf "$work/root.tar" -C "$root.partial" --exclude='./dev/*'
rm -rf "$root"
mv "$root.partial" "$root"
chroot "$root" /usr/sbin/crm_simulate --version | head -n 1
