# Kills the process of GATE_INSTANCE and starts GATE_VERSION at the same port; ends before it is healthy.
# RIG is the folder of the rig, RIG_NODE the node to run, RIG_APP the program.
set -eu
pid_file=$RIG/$GATE_INSTANCE.pid

is_running() {
  [ -d "/proc/$1" ] || return 1
  # What nobody has waited for yet is gone all the same.
  ! grep -q '^State:[[:space:]]*[ZX]' "/proc/$1/status" 2>/dev/null
}

if [ -f "$pid_file" ]; then
  pid=$(cat "$pid_file")
  kill -TERM "$pid" 2>/dev/null || true
  waits=0
  while is_running "$pid"; do
    waits=$((waits + 1))
    [ "$waits" -lt 200 ] || { echo "process $pid does not end" >&2; exit 75; }
    sleep 0.02
  done
fi

[ "$GATE_VERSION" != none ] || { rm -f "$pid_file"; exit 0; }
setsid "$RIG_NODE" "$RIG_APP" "$RIG" "$GATE_INSTANCE" "$GATE_VERSION" \
  </dev/null >>"$RIG/$GATE_INSTANCE.log" 2>&1 &
echo $! >"$pid_file"
