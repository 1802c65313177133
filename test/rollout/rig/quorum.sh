# Three etcd nodes as an operator would handle them: sh quorum.sh list|restart|hand-over, with RIG, the folder of the rig.
# For every node there are NODE.urls (where it listens: clients, peers), NODE.version and NODE.pid.
set -eu
nodes='etcd-1 etcd-2 etcd-3'
client_url() { cut -d ' ' -f 1 "$RIG/$1.urls"; }
peer_url() { cut -d ' ' -f 2 "$RIG/$1.urls"; }
at() { node=$1; shift; etcdctl --endpoints="$(client_url "$node")" --command-timeout=1s "$@" 2>/dev/null; }
# endpoint, id, version, size, is-leader, …
status() { at "$1" endpoint status --write-out=simple; }
is_leader() { [ "$(status "$1" | cut -d , -f 5 | tr -d ' ')" = true ]; }

case $1 in
list)
  for node in $nodes; do
    healthy=false
    role=follower
    # A read that the whole cluster agrees on: whoever has not caught up cannot give it.
    if at "$node" endpoint health >/dev/null; then
      healthy=true
      if is_leader "$node"; then role=leader; fi
    fi
    echo "{\"id\": \"$node\", \"version\": \"$(cat "$RIG/$node.version")\", \"healthy\": $healthy, \"in-rotation\": $healthy, \"role\": \"$role\"}"
  done
  ;;
hand-over)
  for node in $nodes; do
    [ "$node" != "$GATE_INSTANCE" ] || continue
    id=$(status "$node" | cut -d , -f 2 | tr -d ' ')
    if [ -n "$id" ] && at "$GATE_INSTANCE" move-leader "$id" >/dev/null; then exit 0; fi
  done
  echo 'nobody takes the lead' >&2
  exit 75
  ;;
restart)
  pid_file=$RIG/$GATE_INSTANCE.pid
  cluster=
  for node in $nodes; do cluster=$cluster${cluster:+,}$node=$(peer_url "$node"); done
  # With SIGTERM etcd hands over by itself, and any order would do.
  if [ -f "$pid_file" ]; then
    kill -9 "$(cat "$pid_file")" 2>/dev/null || true
    sleep "$DOWN_SECONDS"
  fi
  echo "$GATE_VERSION" >"$RIG/$GATE_INSTANCE.version"
  setsid etcd --name "$GATE_INSTANCE" --data-dir "$RIG/$GATE_INSTANCE.data" --log-level error \
    --listen-client-urls "$(client_url "$GATE_INSTANCE")" --advertise-client-urls "$(client_url "$GATE_INSTANCE")" \
    --listen-peer-urls "$(peer_url "$GATE_INSTANCE")" --initial-advertise-peer-urls "$(peer_url "$GATE_INSTANCE")" \
    --initial-cluster "$cluster" --initial-cluster-state new --heartbeat-interval 100 --election-timeout 2000 \
    </dev/null >>"$RIG/$GATE_INSTANCE.log" 2>&1 &
  echo $! >"$pid_file"
  ;;
esac
