#!/bin/bash
# Waits for the end of a node that runs systemd, as its mainboard would: node-keeper.sh HOLDFAST NODE GROUP COMMAND...
# COMMAND becomes PID 1 in namespaces of its own, in the control group GROUP. reboot(2): a PID 1 that reboots ends by
# SIGHUP, one that powers off by SIGINT, and unshare(1) ends as it did. What else ends it needs nothing from here.
holdfast=$1
node=$2
group=$3
shift 3
(
  set -e
  echo "$BASHPID" >"$group/cgroup.procs"
  exec "$@"
)
# In place of this process, which "power off" kills: a node that is switched off while it reboots stays off.
case $? in
129)
  "$holdfast" lab power "$node" ended
  exec "$holdfast" lab power "$node" on
  ;;
130) exec "$holdfast" lab power "$node" ended ;;
esac
