#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a private PostgreSQL server that is gone afterwards, whatever happens:
#   scripts/postgres.sh COMMAND...
# The server is the distribution's package (installed by apt when missing and we are root), its data lie in a temporary
# folder, it listens on loopback only, at a free port, with a password of its own. It is quick, not durable.
#   scripts/postgres.sh --available    ends with 0 where the above would work, and starts nothing
set -euo pipefail

binaries() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

if [ -z "$(binaries)" ] && ! may_install; then
    echo "需要 PostgreSQL 服务器：请让管理员安装，例如：apt-get install postgresql" >&2
    exit 1
fi
[ "${1:-}" != --available ] || exit 0

if [ -z "$(binaries)" ]; then
    echo "数据库测试：安装 postgresql……"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends postgresql-common >/dev/null
    # No server of the distribution's own: only ours is wanted here.
    [ -n "$(ls -A /etc/postgresql 2>/dev/null)" ] ||
        sed -i 's/^#\? *create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    apt-get install -qq -y --no-install-recommends postgresql >/dev/null
fi

bin=$(binaries)
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
folder=$(mktemp -d /tmp/tonggong-postgres-XXXXXX)
running=
finish() {
    [ -z "$running" ] || as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

python=.venv/bin/python
[ -x "$python" ] || python=python3
password=$("$python" -c 'import secrets; print(secrets.token_hex(16))')
port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
printf '%s\n' "$password" > "$folder/password"
[ "$(id -u)" != 0 ] || chown -R postgres "$folder"
cd_back=$PWD
cd "$folder"  # the user postgres may not be allowed into the checkout
as_postgres "$bin/initdb" -D "$folder/data" -U tonggong --pwfile="$folder/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start -o "-c listen_addresses=127.0.0.1 -c port=$port \
    -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB" \
    >/dev/null || { cat "$folder/log" >&2; exit 1; }
running=yes
cd "$cd_back"
PGPASSWORD=$password "$bin/psql" -q -h 127.0.0.1 -p "$port" -U tonggong -d postgres -c 'CREATE DATABASE tonggong'
echo "数据库测试：$("$bin/postgres" --version)，127.0.0.1:$port"
# Not exec: the server must be stopped afterwards.
DATABASE_URL="postgres://tonggong:$password@127.0.0.1:$port/tonggong" "$@"
