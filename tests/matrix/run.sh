#!/bin/sh
# The suite on every CPython from 3.11 on that stands on PATH (or in PYTHONS), and on the first of them with the oldest clients.
# Prints one line each: interpreter, clients, pytest's closing line.
set -eu
cd "$(dirname "$0")/../.."
rooms=.matrix
mkdir -p "$rooms"
status=0

run() { # interpreter, label, constraints
  venv=$rooms/$2
  if test ! -e "$venv/.installed"; then
    rm -rf "$venv"
    "$1" -m venv "$venv"
    "$venv/bin/python" -m pip install -q --upgrade "pip>=25.1"
    "$venv/bin/python" -m pip install -q --editable ".[demo]" --group test ${3:+--constraint "$3"}
    touch "$venv/.installed"
  fi
  if "$venv/bin/python" -m pytest -q -p no:cacheprovider >"$rooms/$2.log" 2>&1; then verdict=ok; else verdict=FAILED; status=1; fi
  printf '%-18s %-7s %s\n' "$2" "$verdict" "$(tail -1 "$rooms/$2.log")"
}

first=
for python in ${PYTHONS:-python3.11 python3.12 python3.13 python3.14}; do
  version=$("$python" -c 'import sys; print("py%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
  first=${first:-$python}
  run "$python" "$version-newest" ""
done
test -n "$first" || { echo "no python3.11 or later on PATH; name them: PYTHONS='/path/a /path/b' make matrix" >&2; exit 1; }
run "$first" oldest-clients tests/matrix/oldest.txt
exit $status
