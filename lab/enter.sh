#!/bin/sh
# Runs a command in a node of the lab in whose directory this file is: enter NODE COMMAND...
# For programs that reach nodes by a command, such as the cluster address pacemaker+exec:. A node may be switched off and
# on between two calls, so its PID 1 is looked up each time and compared by its number and start time.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
HOME=/root
export PATH HOME
node=$1
shift
pid='' started=''
{ read -r pid started <"${0%/*}/nodes/$node/pid"; } 2>/dev/null
if [ -z "$started" ] || [ "$(cut -d ' ' -f 22 "/proc/$pid/stat" 2>/dev/null)" != "$started" ]; then
  echo "enter: $node is off" >&2
  exit 125
fi
# A command belongs in one of the control groups of its node's systemd: in PID 1's.
if grep -q '^0::.*/init\.scope$' "/proc/$pid/cgroup" 2>/dev/null; then
  echo $$ >"/proc/$pid/root/sys/fs/cgroup/init.scope/cgroup.procs"
fi
exec nsenter -t "$pid" -m -u -i -n -p -C -- "$@"
