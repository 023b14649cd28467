#!/bin/bash
# Every method of tampering in tests/cases/tamper is found by `sms verify`, with its code; and what is done the same way
# but honestly is proven.
#
# A case is a file that sets `code` (what must be named) and says by functions what happens in a copy of the good
# repository: `honest`, which may be left out, builds; `tamper` does what must be found, after it. `options` are those of
# verify, `status` is what it ends with (1); with `afresh` tampering begins with another copy; `leaky` says that libgit2
# leaks memory. Before tampering no such code may be named, and the status must be 0.
. "$(dirname "$0")/lib.sh"
. "$TOP/tests/cases/tamper.sh"
make_good

verify_json() {
  ASAN_OPTIONS=${ASAN_OPTIONS-}${leaky:+:detect_leaks=0} sms --now 2026-12-31 verify --json "$@" >"$WORK/seen.json" 2>"$STDERR"
}
codes() { jq -r '.findings[].rule' "$WORK/seen.json" | sort -u | tr '\n' ' '; }
names_code() { jq -e --arg code "$1" 'any(.findings[]; .rule == $code)' "$WORK/seen.json" >/dev/null; }
fits_schema() {
  sms check --schema sms:output/verify.json "$WORK/seen.json" >"$STDOUT" 2>&1 || fault 'not as the schema has it'
}

copy() {
  cd "$WORK" && rm -rf copy pin && cp -a good copy && cd copy || exit 1
  clock 2026-06-01
}
# What the good repository, or what was built honestly, must be.
is_proven() {
  LAST="verify of $1"
  verify_json "${options[@]}"
  STATUS=$?
  cp "$WORK/seen.json" "$STDOUT"
  if [ "$STATUS" -ne 0 ] && [ "${options[0]:-}" != --strict ]; then fault "$1 is not proven: $(codes)"; fi
  ! names_code "$code" || fault "$1 has $code"
}

it 'proves the good repository'
cd "$WORK/good" || exit 1
code=none leaky=
is_proven 'the good repository'
[ "$(codes)" = 'key-changed rules-changed ' ] || fault "it names $(codes)"
fits_schema
jq -e '.statements.valid == 2 and .statements.withdrawn == 1 and .statements.earlier == 1 and .signatures == {good: 4, bad: 0, none: 0}' \
  "$WORK/seen.json" >/dev/null || fault 'not the statements that are there'

SHARED=$(sms --now 2026-12-31 verify --json | jq -r '.findings[].rule' | sort -u)
for case in "$TOP"/tests/cases/tamper/*.sh; do
  [ -z "${ONLY:-}" ] || [ "$(basename "$case" .sh)" = "$ONLY" ] || continue
  unset -f honest tamper
  code= options=() status=1 afresh= leaky=
  it "finds $(basename "$case" .sh)"
  copy
  . "$case"
  if [ "$(type -t honest)" = function ]; then
    honest >"$STDOUT" 2>&1 || fault 'could not build'
    is_proven 'the untampered twin'
  elif grep -qx "$code" <<<"$SHARED"; then
    fault "the good repository has $code"
  fi
  [ -z "$afresh" ] || copy
  tamper >"$STDOUT" 2>&1 || fault 'could not tamper'
  verify_json "${options[@]}"
  STATUS=$?
  LAST="verify, tampered with"
  cp "$WORK/seen.json" "$STDOUT"
  status_is "$status"
  names_code "$code" || fault "it names $(codes), not $code"
  fits_schema
done

finish
