#!/bin/sh
# Runs a program for one test process. When that process is gone, however it went, the other end of our stdin is
# closed: then the program is ended with all that it started, and its directory is removed.
# usage: attendant.sh DIRECTORY PROGRAM ARGUMENT…
set -u
directory=$1
shift
"$@" </dev/null >"$directory/log" 2>&1 &
program=$!

with_children() {
    echo "$1"
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do with_children "$child"; done
}

cat >/dev/null
started=$(with_children "$program")
# SIGINT: PostgreSQL ends its sessions and stops.
kill -INT "$program" 2>/dev/null
tries=0
while kill -0 "$program" 2>/dev/null && [ "$tries" -lt 20 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -KILL $started 2>/dev/null
rm -rf "$directory"
