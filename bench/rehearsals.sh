#!/bin/sh
# What a person sees when things go wrong, and that it goes on: python environment in $MONITOR (default: monitor), as root
# for the small disk, with libfaketime for the clock. It makes its own folder, talks to loopback only, and ends by itself.
#   sh bench/rehearsals.sh [OLD]     OLD: a checkout of release 0.1.0, whose store is carried over
set -u
MON=${MONITOR:-monitor}
HERE=$(cd "$(dirname "$0")/.." && pwd)
PYTHON=$(dirname "$(command -v "$MON")")/python
FAKE=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
WORK=$(mktemp -d)
cd "$WORK" || exit 1
mkdir watchlists site
export HOOK=http://127.0.0.1:9871/hook
daemon=
cleanup() { [ -n "$daemon" ] && kill "$daemon" 2>/dev/null; kill "$site" 2>/dev/null; umount "$WORK/small" 2>/dev/null; cd /; rm -rf "$WORK"; }
trap cleanup EXIT
trap 'exit 1' INT TERM

cat > site.py <<'PY'
import email.utils, http.server, os
class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        rows = [line.split("|") for line in open("site/titles").read().splitlines()]
        items = "".join(f"<item><title>{t}</title><guid>{t}</guid><link>http://127.0.0.1:9871/{at}</link><pubDate>{email.utils.formatdate(int(at))}</pubDate></item>" for at, t in rows)
        self.reply(200, f'<rss version="2.0"><channel><title>Rehearsal</title>{items}</channel></rss>', "application/rss+xml")
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if os.path.exists("site/down"):
            return self.reply(503, "busy", "text/plain")
        open("site/hooks", "ab").write(body + b"\n")
        self.reply(200, '{"ok":true}', "application/json")
    def reply(self, status, text, kind):
        data = text.encode()
        self.send_response(status); self.send_header("Content-Type", kind); self.send_header("Content-Length", str(len(data))); self.end_headers(); self.wfile.write(data)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", 9871), Site).serve_forever()
PY
: > site/titles; : > site/hooks
"$PYTHON" site.py & site=$!
cat > monitor.yaml <<'Y'
timezone: Etc/UTC
language: en
fetch: {allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}
channels: {team: {type: webhook, url: env:HOOK}}
alerts: {routes: [{match: {}, channels: [team], group_wait: 0s, group_interval: 0s}]}
polling: {budget: 1440/day, min: 1m, max: 1m}
web: {listen: off}
Y
printf 'topics: [{id: vidu, aliases: [Vidu Studio]}]\nsources: [{url: "http://127.0.0.1:9871/feed", title: Rehearsal, every: 1m}]\n' > watchlists/a.yaml
title() { printf '== %s\n' "$1"; }
run() { printf '$ monitor %s\n' "$*"; "$MON" "$@" 2>&1; printf '(exit %s)\n' "$?"; }
publish() { sleep 1; printf '%s|%s\n' "$(date +%s)" "$1" >> site/titles; }
told() { printf 'told: %s messages\n' "$(wc -l < site/hooks)"; }
begin() { "$@" run > daemon.log 2>&1 & daemon=$!; for _ in $(seq 120); do grep -q "news-monitor runs" daemon.log && break; sleep 0.5; done; }
finish() { kill "$daemon"; wait "$daemon"; printf 'the daemon ended with %s\n' "$?"; daemon=; }
says() { "$PYTHON" - "$1" <<'PY'
import json, sys
for line in open("daemon.log"):
    try:
        row = json.loads(line)
    except ValueError:
        print("  " + line.rstrip()); continue
    if row.get("level") in ("warning", "error", "critical"):
        print("  " + row["level"] + ": " + row["event"] + (": " + str(row.get("says") or row.get("error") or row.get("reason") or "")))
PY
}

sleep 1; publish "Vidu Studio opens in Lisbon"; run once
title "Restore: a backup, news after it, the state lost, the backup put back"
run backup saved.tar.gz; publish "Forty engineers leave Ottawa for Vidu Studio"; run once --force; told
rm -rf state; run status; run restore saved.tar.gz; run once --force; told; run deliveries

title "Reload with a bad file: the old configuration goes on, and is seen everywhere"
begin "$MON"; cp watchlists/a.yaml right.yaml; printf 'topics: [{id: vidu, alias: [x]}]\n' > watchlists/a.yaml
run reload; sleep 3; run status; run doctor | grep -A1 FAULT; cp right.yaml watchlists/a.yaml; run reload; sleep 3; run status; finish; says reload

title "A provider that is down, then back"
touch site/down; publish "Prices of Vidu Studio double in March"; run once --force; run status; run deliveries --limit 2
rm site/down; run deliveries retry "$("$MON" deliveries --json | "$PYTHON" -c 'import json,sys; print(json.load(sys.stdin)[0]["id"])')"; run once; told; run status

if [ "$(id -u)" = 0 ]; then
    title "A full disk, and room again"
    mkdir small; mount -t tmpfs -o size=40m tmpfs small; sed 's#^timezone#state_dir: small/state\ntimezone#' monitor.yaml > small.yaml
    export MONITOR_CONFIG=small.yaml; run once; begin "$MON"
    dd if=/dev/zero of=small/ballast bs=1M 2>/dev/null; publish "A museum shows films made with Vidu Studio"; sleep 75; run status; run doctor | grep -A1 -i disk
    rm small/ballast; sleep 75; run status; finish; says disk; told; unset MONITOR_CONFIG; umount small
fi
if [ -n "$FAKE" ]; then
    title "The clock jumps a year ahead, and back"
    echo "+0" > clock; begin env "LD_PRELOAD=$FAKE" FAKETIME_TIMESTAMP_FILE="$WORK/clock" FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1 "$MON"
    echo "+365d" > clock; sleep 15; LD_PRELOAD=$FAKE FAKETIME="+365d" "$MON" status 2>&1; printf '%s|Court rules on music in Vidu Studio\n' "$(($(date +%s) + 31536000))" >> site/titles; sleep 75
    echo "+0" > clock; sleep 75; run status; publish "Ferry company drops Vidu Studio"; sleep 75; finish; says clock; told; run mentions --limit 3
fi
if [ "${1:-}" ]; then
    title "A store of 0.1.0 carried over"
    rm -rf state; (cd "$1" && PYTHONPATH=$1 "$PYTHON" -m monitor -c "$WORK/monitor.yaml" once --force) 2>&1 | tail -n 4
    run status; run once --force; run stories; told; ls state/backups 2>/dev/null
fi
title "No name server: every source at once"
if command -v unshare >/dev/null 2>&1; then
    printf 'topics: [{id: vidu, aliases: [Vidu Studio]}]\nsources: [{url: "https://one.example/f"}, {url: "https://two.example/f"}, {url: "https://three.example/f"}, {url: "https://four.example/f"}]\n' > watchlists/a.yaml
    printf '$ monitor once (no network)\n'; unshare -n "$MON" once 2>&1; printf '(exit %s)\n' "$?"; run status
    cp right.yaml watchlists/a.yaml; run once; run status
fi
