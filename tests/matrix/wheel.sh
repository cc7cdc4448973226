#!/bin/sh
# Builds sdist and wheel (the wheel from the sdist), installs the wheel into a fresh environment, and runs the suite against it from a
# folder where the sources are not: what is missing from the package then fails here instead of at a user's.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
python=$root/.venv/bin/python
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM

"$python" -m build --outdir "$room/dist" . >"$room/build.log" 2>&1 || { tail -40 "$room/build.log" >&2; exit 1; }
ls -l "$room/dist"

"$python" -m venv "$room/venv"
"$room/venv/bin/python" -m pip install -q --upgrade "pip>=25.1"
"$room/venv/bin/python" -m pip install -q "$(echo "$room"/dist/*.whl)[demo]" --group "$root/pyproject.toml:test"

mkdir "$room/suite"
for part in tests benchmarks docs pyproject.toml README.md CHANGELOG.md SECURITY.md Makefile LICENSE NOTICE; do
  if test -e "$root/$part"; then cp -R "$root/$part" "$room/suite/"; fi
done
shared=${PHIGUARD_SHARED:-$root/../shared}
cd "$room/suite"
"$room/venv/bin/python" -c 'import phiguard, sys; sys.exit(not phiguard.__file__.startswith(sys.prefix))'
PHIGUARD_SHARED=$shared "$room/venv/bin/python" -I -m pytest -q -p no:cacheprovider
