#!/bin/bash
# PID 1 of a lab node, already in network, process, mount, host name and IPC namespaces of its own.
#   node-init.sh NAME DISK IMAGES
# DISK is the node's directory on the real machine, IMAGES the image store all nodes share. There is no systemd: this
# starts Corosync and Pacemaker, starts Pacemaker again if it fails, and reaps orphans.
set -eu
name=$1
disk=$2
images=$3

hostname "$name"
mount -t proc proc /proc

# What reaches the real machine's kernel must lead nowhere: a node that panics ends itself alone.
for path in /proc/sysrq-trigger /proc/sys/kernel/sysrq /dev/watchdog*; do
  [ ! -e "$path" ] || mount --bind /dev/null "$path"
done

mkdir -p "$disk"/var/{cache,tmp,spool,log/pacemaker/bundles,log/cluster,lib/corosync,lib/containers,lib/lab-images} \
  "$disk"/var/lib/pacemaker/{cib,pengine,blackbox,cores} "$disk"/var/lib/{haproxy,misc,pcsd}
ln -sfn /run "$disk/var/run"
ln -sfn /run/lock "$disk/var/lock"
chmod 1777 "$disk/var/tmp"
chown -R hacluster:haclient "$disk/var/lib/pacemaker" "$disk/var/log/pacemaker"
chmod 770 "$disk/var/log/pacemaker"
chown root:haclient "$disk/etc.upper/pacemaker/authkey"

# /etc is a copy-on-write layer over the machine's, /var and all the volatile directories are the node's own, and the
# rest of the machine cannot be written to from here.
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$disk/etc.upper,workdir=$disk/etc.work" /etc
mount --bind "$images" "$disk/var/lib/lab-images"
mount --rbind "$disk/var" /var
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -o remount,bind,ro /
mkdir -p /run/{lock,user,netns,corosync,crm,resource-agents}
chown hacluster:haclient /run/crm
chmod 750 /run/crm
rm -f /etc/cni/net.d/* # all containers use the node's network; silences Podman

# HAProxy binds virtual addresses that are elsewhere at the moment.
echo 1 >/proc/sys/net/ipv4/ip_nonlocal_bind
echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce

export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
cd /
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
