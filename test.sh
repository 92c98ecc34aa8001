#!/usr/bin/env bash
# Passes the tests. Installs what they need where it may (Debian, as root), and
# says plainly what is missing where it may not. With CI=true a missing part
# fails instead of being skipped.
set -eu
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }
missing=()

say "what the tests need"
command -v go >/dev/null || { echo "Go 1.26 is needed: see go.dev/dl"; exit 1; }
need_chromium() { ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; }
if need_chromium && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null || true
fi
if ! command -v strace >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null || true
fi
if ! command -v pdftoppm >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends poppler-utils >/dev/null || true
fi
if ! command -v cbc >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends coinor-cbc >/dev/null || true
fi
have_calc() { command -v soffice >/dev/null && [ -f "$(dirname "$(readlink -f "$(command -v soffice)")")/libsclo.so" ]; }
if ! have_calc && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null || true
fi
have_calc || missing+=("libreoffice-calc-nogui (opens workbooks)")
command -v cbc >/dev/null || missing+=("coinor-cbc (solves packages too, and shares no code with bargain)")
command -v pdftoppm >/dev/null || missing+=("poppler-utils (draws PDFs before and after their metadata is taken out)")
command -v strace >/dev/null || [ "$(uname)" != Linux ] || missing+=("strace (sees what is synced, for the power cuts)")
need_chromium && missing+=("chromium (looks at the pages)")
if { [ ! -f node_modules/axe-core/axe.min.js ] || [ ! -f node_modules/ical.js/dist/ical.js ]; } && command -v npm >/dev/null; then
  npm ci --silent --no-audit --no-fund || true
fi
[ -f node_modules/axe-core/axe.min.js ] || missing+=("axe-core (npm ci; judges whether the pages can be read by everybody)")
[ -f node_modules/ical.js/dist/ical.js ] || missing+=("ical.js (npm ci; reads the calendars, and shares no code with what writes them)")
command -v node >/dev/null || missing+=("node (runs ical.js)")
[ -d ../shared/data ] || missing+=("../shared/data (real input beside the project; not in a public clone)")
if [ ${#missing[@]} -gt 0 ]; then
  printf 'missing: %s\n' "${missing[@]}"
  if [ "${CI:-}" = true ]; then
    echo "With CI=true nothing may be missing."
    exit 1
  fi
  echo "Tests that need these are skipped, and say so with go test -v."
else
  echo "all there"
fi

say "gofmt"
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "not formatted: $unformatted"; exit 1; }
say "go vet"
go vet ./...
say "staticcheck"
go tool staticcheck ./...
say "go test -race"
go test -race -timeout 15m ./...
say "the stories and the tests of secrecy, which -race leaves out"
go test -timeout 15m ./internal/cli
say "all passed"
