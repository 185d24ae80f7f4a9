#!/bin/bash
# A machine on which nothing of srvmon was ever set up: own mounts, own network, own users, a Bot API on port 8081.
# fresh-machine.sh FOLDER NODE SCRIPT PROJECT TOKEN: runs each FOLDER/units/NN/* (one command a file, in order) on it, and writes
# the exit code and the output of each beside it (`.rc`, `.out`). To be started by `unshare --mount --net`.
set -eu
folder="$1" node="$2" script="$3" project="$4" token="$5"

mount --make-rprivate /
ip link set lo up
# Test networks of the documents: this machine answers for them.
ip route add local 192.0.2.0/24 dev lo
ip route add local 10.0.0.0/8 dev lo

cp -a /etc "$folder/etc" && mount --bind "$folder/etc" /etc
for path in /var/lib /var/mail /var/spool/cron; do mount -t tmpfs -o mode=755 tmpfs "$path"; done
mkdir -m 1730 /var/spool/cron/crontabs && chgrp crontab /var/spool/cron/crontabs
mkdir -p /etc/bash_completion.d "$folder/home" "$folder/bin" "$folder/work"
export HOME="$folder/home" PATH="$folder/bin:/usr/sbin:/usr/bin:/sbin:/bin"
mkdir -p "$HOME/.config/fish/completions"
unset SRVMON_CONFIG TELEGRAM_BOT_TOKEN

# At a terminal `init` and `crontab` would ask; here they are given the answers. And the Bot API is this machine's.
cat > "$folder/bin/srvmon" <<END
#!/bin/sh
if [ "\$1" = init ]; then
  case "\$*" in
    *--yes*) set -- "\$@" --api-base http://127.0.0.1:8081 ;;
    *) set -- "\$@" --api-base http://127.0.0.1:8081 --yes --chat it=-5 --server "This machine 127.0.0.1" --install-crontab
      export TELEGRAM_BOT_TOKEN=$token ;;
  esac
elif [ "\$1" = crontab ]; then
  case "\$*" in *--install*|*--remove*) set -- "\$@" --yes ;; esac
fi
exec "$node" "$script" "\$@"
END
cat > "$folder/bin/sudo" <<'END'
#!/bin/sh
[ "$1" = -u ] || exec "$@"
user="$2" && shift 2
exec setpriv --reuid="$user" --regid="$user" --init-groups \
  env -i HOME="$(getent passwd "$user" | cut -d: -f6)" PATH="$PATH" USER="$user" "$@"
END
chmod 755 "$folder/bin/srvmon" "$folder/bin/sudo"

(cd "$project" && exec "$node" --import tsx test/support/fake-bot-api-cli.ts "$folder/bot.log" 8081 > "$folder/port") &
bot=$!
trap 'kill $bot' EXIT
for _ in $(seq 100); do [ -s "$folder/port" ] && break; sleep 0.1; done

cp "$folder/servers.csv" "$folder/work/"

# An installation as the documents suppose it, with ERP down.
install_files() {
  rm -rf /etc/srvmon /var/lib/srvmon && mkdir -p /etc/srvmon
  printf '%s\n' "$token" > /etc/srvmon/token && chmod 600 /etc/srvmon/token
  cp "$folder/servers.yaml" /etc/srvmon/servers.yaml && cp "$folder/servers.yaml" "$folder/work/servers.yaml"
  crontab -r 2> /dev/null || true
}
install_files
srvmon check
cp -a /var/lib/srvmon "$folder/state"

for unit in "$folder"/units/*; do
  install_files
  rm -rf /var/lib/srvmon && cp -a "$folder/state" /var/lib/srvmon
  if grep -q 'useradd' "$unit"/*; then
    rm -rf /etc/srvmon /var/lib/srvmon
    userdel srvmon 2> /dev/null || true
  elif grep -Eq -e '-[uo] srvmon' "$unit"/*; then
    id srvmon > /dev/null 2>&1 || useradd --system --home-dir /var/lib/srvmon srvmon
    chown -R srvmon: /etc/srvmon /var/lib/srvmon
  elif grep -q '^srvmon init' "$unit"/*; then
    rm /etc/srvmon/servers.yaml
  elif grep -q 'add --name ERP' "$unit"/*; then
    sed -i '/name: ERP/d' /etc/srvmon/servers.yaml
  fi
  for command in "$unit"/*; do
    code=0
    (cd "$folder/work" && sh "$command" < /dev/null > "$command.out" 2>&1) || code=$?
    echo "$code" > "$command.rc"
  done
done
