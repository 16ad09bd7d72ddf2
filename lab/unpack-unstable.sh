#!/bin/sh
# Unpacks programs of Debian's development suite (or of the one named by UNPACK_SUITE) into a tree of their own:
# unpack-unstable.sh ROOT PACKAGE...
# Installs nothing on this machine; the packages come from the mirror that it uses itself. As root; takes half a minute
# or more.
set -eu
root=$1
suite=${UNPACK_SUITE:-sid}
shift
# What is at ROOT gives way to the new tree.
[ "$root" != / ] || { echo "unpack-unstable: / is this machine's own" >&2; exit 1; }
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v '^ *#' | grep -oE '[a-z+]+://[^ ]+/debian/?( |$)' | head -n 1)
[ -n "$mirror" ] || { echo "unpack-unstable: this machine's apt has no source to take Debian's from" >&2; exit 1; }
# A tree that is only half unpacked must not be used.
work=$root.partial
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
  "$mirror" "$suite" /usr/share/keyrings/debian-archive-keyring.gpg >"$work/sid.sources"
TMPDIR=$work mmdebstrap --quiet --variant=minbase --aptopt='Acquire::Check-Valid-Until "false"' \
  --aptopt='Apt::Install-Recommends "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --include="$(echo "$*" | tr ' ' ,)" "$suite" "$work/root.tar" "$work/sid.sources"
mkdir "$work/root"
# Devices cannot be made everywhere and are not needed.
tar -xf "$work/root.tar" -C "$work/root" --exclude='./dev/*'
rm -rf "$root"
mv "$work/root" "$root"
