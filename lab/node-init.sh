#!/bin/bash
# PID 1 of a lab node, already in network, process, mount, host name and IPC namespaces of its own.
#   node-init.sh NAME DISK IMAGES ROOT SECONDS INIT
# DISK is the node's directory on the real machine, IMAGES the image store all nodes share, ROOT the tree of programs it
# runs: / is the machine's own, SECONDS how long it boots. INIT is what it runs then: `systemd`, in a cgroup namespace of
# its own, or `minimal`: this script starts Corosync and Pacemaker, starts Pacemaker again if it fails, and reaps orphans.
set -eu
name=$1
disk=$2
images=$3
root=${4%/}
boot=$5
init=$6

hostname "$name"
if [ "$init" = systemd ]; then
  # The tree alone, without what else the machine has mounted: systemd would take all of it for the node's.
  mkdir -p "$disk/tree"
  mount --bind "${root:-/}" "$disk/tree"
  root=$disk/tree
  mount -t sysfs -o ro sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
elif [ -n "$root" ]; then
  mount --bind "$root" "$root"
  mount --rbind /sys "$root/sys"
fi
mount -t proc proc "$root/proc"
# Nothing may reach the real machine's kernel: a node that panics ends only itself.
for path in "$root"/proc/sysrq-trigger "$root"/proc/sys/kernel/sysrq; do
  [ ! -e "$path" ] || mount --bind /dev/null "$path"
done
if [ "$init" = systemd ]; then
  # It sets what sysctl.d names: for the node's network only. The journal counts boots by their ids.
  mount --bind "$root/proc/sys" "$root/proc/sys"
  cat /proc/sys/kernel/random/uuid >"$disk/boot_id"
  mount --bind "$disk/boot_id" "$root/proc/sys/kernel/random/boot_id"
  mount --bind "$root/proc/sys/net" "$root/proc/sys/net"
  mount -o remount,bind,ro "$root/proc/sys"
fi

# Devices that a program in a container may open, and none of the machine's: no watchdog, no console, no disk.
mkdir -p "$disk/dev"
mount -t tmpfs -o mode=755 tmpfs "$disk/dev"
mkdir "$disk"/dev/{pts,shm,mqueue}
for device in null zero full random urandom tty fuse; do
  [ -e "/dev/$device" ] || continue
  touch "$disk/dev/$device"
  mount --bind "/dev/$device" "$disk/dev/$device"
done
ln -s /proc/self/fd "$disk/dev/fd"
ln -s /proc/self/fd/0 "$disk/dev/stdin"
ln -s /proc/self/fd/1 "$disk/dev/stdout"
ln -s /proc/self/fd/2 "$disk/dev/stderr"
ln -s pts/ptmx "$disk/dev/ptmx"
[ "$init" = systemd ] || touch "$disk/dev/log" # no daemon reads it; TripleO's containers map it
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$disk/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$disk/dev/shm"
mount -t mqueue mqueue "$disk/dev/mqueue"
mount --move "$disk/dev" "$root/dev"

mkdir -p "$disk"/root "$disk"/var/{cache,tmp,spool,log/pacemaker/bundles,log/cluster,lib/corosync,lib/containers,lib/lab-images} \
  "$disk"/var/lib/pacemaker/{cib,pengine,blackbox,cores} "$disk"/var/lib/{haproxy,misc,pcsd,dpkg} \
  "$disk"/var/log/{journal,pcsd}
ln -sfn /run "$disk/var/run"
ln -sfn /run/lock "$disk/var/lock"
chmod 1777 "$disk/var/tmp"

# /etc is a copy-on-write layer over the tree's, /var and all the volatile directories are the node's own, and the rest
# is read-only in a node.
mount -t overlay overlay -o "lowerdir=$root/etc,upperdir=$disk/etc.upper,workdir=$disk/etc.work" "$root/etc"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -p "$root"/run/{lock,user,netns,corosync,crm,resource-agents}
[ ! -d "$disk/run" ] || cp -a "$disk/run/." "$root/run/"
mount --bind "$images" "$disk/var/lib/lab-images"
if [ "$init" = systemd ]; then
  mount --bind "$disk/root" "$root/root"
  # Which packages a node has installed.
  mount --bind "$root/var/lib/dpkg" "$disk/var/lib/dpkg"
  mount -o remount,bind,ro "$disk/var/lib/dpkg"
fi
mount --rbind "$disk/var" "$root/var" # the path of DISK on the machine is hidden from here on
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -o remount,bind,ro "${root:-/}"
if [ -n "$root" ]; then
  cd "$root"
  pivot_root . .
  umount -l .
fi
cd /

export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
# By the user ids of the tree.
chown -R hacluster:haclient /var/lib/pacemaker /var/log/pacemaker /run/crm
chmod 770 /var/log/pacemaker
chmod 750 /run/crm
[ ! -e /etc/pacemaker/authkey ] || chown root:haclient /etc/pacemaker/authkey
rm -f /etc/cni/net.d/* # all containers use the node's network; silences Podman

# HAProxy binds virtual addresses that other nodes may have.
echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce

# What firmware and an operating system take on a real machine.
sleep "$boot"

# The clock is the machine's.
[ "$init" != systemd ] ||
  exec env -i container=lab PATH="$PATH" setpriv --bounding-set=-sys_time /lib/systemd/systemd --log-target=journal --show-status=0

set +e
corosync -f &
corosync=$!
for _ in {1..100}; do
  corosync-cfgtool -s >/dev/null 2>&1 && break
  sleep 0.05
done

# As the unit's Restart=on-failure with SuccessExitStatus=100 would.
pacemaker() {
  set -a
  [ ! -r /etc/default/pacemaker ] || . /etc/default/pacemaker
  set +a
  while kill -0 "$corosync" 2>/dev/null; do
    pacemakerd
    case $? in 0 | 100) return ;; esac
    sleep 1
  done
}
pacemaker &

while :; do
  wait -n || sleep 1
done
