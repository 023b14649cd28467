# Helpers for the command-line tests: sourced by every tests/cli/test_*.sh. A test reads like this:
#
#     it 'refuses a step that the lifecycle does not know'
#     run sms move @ closed
#     status_is 2
#     stderr_has 'cannot move to closed'
#     is_clean
#
# `it` begins a case; whatever does not hold until the next `it` makes it fail, with what was seen. Output is TAP.
# $SMS is the binary; home, identity, time zone and locale are fixed; each script works in a folder of its own.
set -u
: "${SMS:?the sms binary to test}"
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/sms-cli-XXXXXX")
export HOME=$WORK/home TZ=UTC LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 NO_COLOR=1 TERM=dumb PAGER=cat
unset VISUAL EDITOR SMS_PAGER GIT_DIR GIT_WORK_TREE
mkdir "$HOME"
cd "$WORK" || exit 1
git config --global init.defaultBranch main
CASE= FAULTS= SKIP= COUNT=0 FAILED=0
STDOUT=$WORK/.stdout STDERR=$WORK/.stderr STATUS=0

sms() { "$SMS" "$@"; }
anna() { export GIT_AUTHOR_NAME='Anna Keller' GIT_AUTHOR_EMAIL=anna@example.org; }
bruno() { export GIT_AUTHOR_NAME='Bruno Meier' GIT_AUTHOR_EMAIL=bruno@example.org; }
anna

end_case() {
  [ -n "$CASE" ] || return 0
  COUNT=$((COUNT + 1))
  if [ -z "$FAULTS" ]; then
    echo "ok $COUNT - $CASE${SKIP:+ # SKIP $SKIP}"
  else
    FAILED=$((FAILED + 1))
    echo "not ok $COUNT - $CASE"
    printf '%s' "$FAULTS" | sed 's/^/#   /'
  fi
  CASE= FAULTS= SKIP=
}
it() { end_case; CASE=$1; }
# The case cannot be tried here.
skip() { SKIP=$1; }
finish() {
  end_case
  echo "1..$COUNT"
  cd / && rm -rf "$WORK"
  [ "$FAILED" -eq 0 ]
  exit
}
trap 'rm -rf "$WORK"' EXIT

fault() {
  FAULTS+="$1"$'\n'"after: $LAST (exit $STATUS)"$'\n'
  FAULTS+="$(head -c 1500 "$STDOUT" 2>/dev/null)"$'\n'"$(head -c 1500 "$STDERR" 2>/dev/null)"$'\n'
}
LAST=
# Runs a command and keeps its status, standard output and standard error.
run() {
  LAST=$*
  "$@" >"$STDOUT" 2>"$STDERR" </dev/null
  STATUS=$?
}
# The same with standard input from the first argument.
run_with() {
  local input=$1
  shift
  LAST=$*
  printf '%s' "$input" | "$@" >"$STDOUT" 2>"$STDERR"
  STATUS=${PIPESTATUS[1]}
}
status_is() { [ "$STATUS" -eq "$1" ] || fault "exit status is $STATUS, expected $1"; }
succeeds() { status_is 0; }
stdout_has() { grep -qF -- "$1" "$STDOUT" || fault "stdout lacks '$1'"; }
stdout_lacks() { ! grep -qF -- "$1" "$STDOUT" || fault "stdout has '$1'"; }
stdout_is() { [ "$(cat "$STDOUT")" = "$1" ] || fault "stdout is not '$1'"; }
stdout_matches() { grep -qE -- "$1" "$STDOUT" || fault "stdout does not match '$1'"; }
stderr_has() { grep -qF -- "$1" "$STDERR" || fault "stderr lacks '$1'"; }
stderr_is_empty() { [ ! -s "$STDERR" ] || fault "stderr is not empty"; }
# An error is one line `sms: …`, then only hints.
is_one_error() {
  [ "$(grep -c '^sms: ' "$STDERR")" -eq 1 ] && ! grep -qvE '^(sms|hint): ' "$STDERR" || fault "not one clear error line"
}
# A jq expression over stdout holds.
json_has() { jq -e "$1" "$STDOUT" >/dev/null 2>&1 || fault "jq '$1' does not hold"; }
file_has() { grep -qF -- "$2" "$1" || fault "file $1 lacks '$2'"; }
# Nothing uncommitted, nothing damaged.
is_clean() {
  local seen
  seen=$(git status --porcelain 2>&1) || seen="git status failed: $seen"
  [ -z "$seen" ] || fault "git status: $seen"
  git fsck --strict >"$WORK/.fsck" 2>&1 || fault "git fsck: $(cat "$WORK/.fsck")"
}
# Remembers where HEAD and the files are; `unchanged` holds while nothing was written since.
remember() { MARK=$(git rev-parse HEAD; git status --porcelain --ignored; ls -lR --time-style=full-iso . 2>/dev/null | cksum); }
unchanged() {
  local now
  now=$(git rev-parse HEAD; git status --porcelain --ignored; ls -lR --time-style=full-iso . 2>/dev/null | cksum)
  [ "$now" = "$MARK" ] || fault 'something was written'
}
commits() { git rev-list --count HEAD; }
# A fresh SMS in a folder of its own, entered.
fresh() {
  cd "$WORK" || exit 1
  FRESH=$((${FRESH:-0} + 1))
  "$SMS" init --org 'Example AG' "sms$FRESH" >/dev/null || exit 1
  cd "sms$FRESH" || exit 1
}
