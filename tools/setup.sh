#!/usr/bin/env bash
# Makes what `make demo` (argument: run) or `make test` (argument: dev) needs. Quick when it is there.
set -eu
what=$1
cd "$(dirname "$0")/.."

need=()
# Debian's own Python first: it is built with profile and link-time optimisation, and runs the
# same code in two thirds of the time that one built by pyenv's defaults takes.
python=""
for one in /usr/bin/python3.11 "$(command -v python3.11 || true)"; do
  [ -z "$python" ] && [ -x "$one" ] && "$one" -c 'import ensurepip, venv' 2>/dev/null && python=$one
done
[ -n "$python" ] || [ -x .venv/bin/python ] || need+=(python3.11 python3.11-venv)
[ -e /etc/ssl/certs/ca-certificates.crt ] || need+=(ca-certificates)
# The loudspeaker's machine voice. A ward can do without (a person records): only root fetches it.
if [ "$what" = dev ] || [ "$(id -u)" = 0 ]; then
  command -v espeak-ng >/dev/null || need+=(espeak-ng)
fi
if [ "$what" = dev ] || [ "$what" = bench ]; then
  command -v chromium >/dev/null || need+=(chromium)
  [ -x /usr/lib/postgresql/15/bin/initdb ] || need+=(postgresql-15)
  command -v msgfmt >/dev/null || need+=(gettext)
  command -v pdftoppm >/dev/null || need+=(poppler-utils)
fi
if [ "$what" = bench ]; then
  [ -x /usr/sbin/nginx ] || need+=(nginx-light)
  command -v wrk >/dev/null || need+=(wrk)
  command -v redis-server >/dev/null || need+=(redis-server)
fi
if [ ${#need[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "Còn thiếu gói hệ thống: ${need[*]}" >&2
    echo "Cài rồi chạy lại:  sudo apt-get install ${need[*]}" >&2
    exit 1
  fi
  echo "Cài gói hệ thống: ${need[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # No cluster or service may start by itself: the tests start their own on loopback.
  mkdir -p /etc/postgresql-common
  [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
fi

python=${python:-/usr/bin/python3.11}
[ -x .venv/bin/python ] || "$python" -m venv .venv
[ "$what" != bench ] || { [ -x .venv-bench/bin/python ] || "$python" -m venv .venv-bench; }
venv=.venv; [ "$what" != bench ] || venv=.venv-bench
mark=$venv/$what.done
if [ ! -e "$mark" ] || [ "requirements/$what.txt" -nt "$mark" ]; then
  echo "Cài thư viện Python ($what), ghim bằng mã băm…"
  $venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "requirements/$what.txt"
  touch "$mark"
fi

# The `nhipcau` command is the source tree itself; there is no build step.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
echo "$PWD/src" > "$site/nhipcau.pth"
printf '#!/bin/sh\nexec "%s/.venv/bin/python" -m nhipcau.commands.main "$@"\n' "$PWD" > .venv/bin/nhipcau
chmod +x .venv/bin/nhipcau
for po in src/nhipcau/locale/*/LC_MESSAGES/django.po; do
  [ -e "$po" ] || continue
  [ "${po%.po}.mo" -nt "$po" ] || .venv/bin/pybabel -q compile -f -i "$po" -o "${po%.po}.mo"
done
