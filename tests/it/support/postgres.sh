# Keeps a throwaway PostgreSQL server: starts it in a new directory, prints its address, does what it is told on
# standard input (`crash`, `start`), and waits for that to close, which happens when the process that started it
# ends, however it ends. Then stops the server and removes it.
#
# $1 is the directory of PostgreSQL's programs, $2 more settings (`-c name=value`). PostgreSQL refuses to run as
# root.
trap '' INT TERM HUP
directory=$(mktemp -d /tmp/ogp-postgres.XXXXXX) || exit 1
if [ "$(id -u)" = 0 ]; then
    chown postgres "$directory"
    as_server() { runuser -u postgres -- "$@"; }
else
    as_server() { "$@"; }
fi
cd "$directory" || exit 1
start() {
    as_server "$1/pg_ctl" -D "$directory/data" -l "$directory/log" -w start -o "\
        -k '$directory' -c listen_addresses='' -c max_connections=200 -c fsync=off \
        -c synchronous_commit=off -c full_page_writes=off $2"
}
{
    as_server "$1/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C --no-sync &&
    start "$1" "$2"
} >"$directory/output" 2>&1 </dev/null && echo "ready $directory" || {
    echo "failed $(cat "$directory/output" "$directory/log" 2>/dev/null | tr '\n' ' ')"
}
while read -r command; do
    case $command in
        crash) as_server "$1/pg_ctl" -D "$directory/data" -m immediate -w stop ;;
        start) start "$1" "$2" ;;
    esac >>"$directory/output" 2>&1 </dev/null && echo "done $command" || echo "failed $command"
done
as_server "$1/pg_ctl" -D "$directory/data" -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$directory"
