#!/bin/sh
# A node's chassis as ipmi_sim asks for it (chassis_control in ipmi_lan(5)):
#   chassis NODE get WHAT... | set WHAT VALUE... | check WHAT...
# Runs from the lab's directory. It answers itself whether the node is on; switching power is done by the holdfast program.
lab=${0%/*}
node=$1
verb=$2
shift 2

on() {
  read -r pid started 2>/dev/null <"$lab/nodes/$node/pid" || return 1
  stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
  # Fields of proc_pid_stat(5): 3 is the state, 22 when it started. PID 1's name has no blanks.
  # shellcheck disable=SC2086
  set -- $stat
  [ "$3" != Z ] && [ "${22}" = "$started" ]
}

power() {
  "$lab/holdfast" lab power "$node" "$1" >>"$lab/bmc/$node/power.out" 2>&1 </dev/null
}

case $verb in
get)
  for what; do
    case $what in
    power) if on; then echo power:1; else echo power:0; fi ;;
    boot) echo boot:default ;;
    esac
  done
  ;;
set)
  while [ $# -gt 1 ]; do
    case $1=$2 in
    power=1) power on ;;
    power=0 | shutdown=*) power off ;;
    reset=1) power reset ;;
    esac || exit 1
    shift 2
  done
  ;;
check)
  for what; do
    case $what in power | reset | boot | shutdown) ;; *) exit 1 ;; esac
  done
  ;;
esac
exit 0
