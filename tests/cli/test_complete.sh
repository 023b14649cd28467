#!/bin/bash
# examples/complete builds a whole SMS; check, audit and verify say of it what the example promises. Then evidence is
# taken away or broken piece by piece, and the audit has to miss exactly that piece.
. "$(dirname "$0")/lib.sh"
SMS=${SMS_RELEASE:-$SMS} # hundreds of commands: the sanitizers see the same code elsewhere

NOW=2026-11-22T12:00:00Z
mkdir "$WORK/bin" && ln -s "$(realpath "$SMS")" "$WORK/bin/sms"
export PATH=$WORK/bin:$PATH

it 'the example plays without an error and ends with its figures'
run "$TOP/examples/complete" -q "$WORK/complete"
succeeds
stderr_is_empty
stdout_matches '^[0-9]+ commits, [0-9]+ records; audit: 384 conform$'
cd "$WORK/complete" || exit 1
is_clean

it 'a second time it refuses to play into the same folder'
run "$TOP/examples/complete" -q "$WORK/complete"
status_is 2
stderr_has 'holds an SMS already'

it 'check finds nothing'
run sms --now $NOW check --json
succeeds
json_has '.findings == []'

it 'every item is triggered and conforms'
run sms --now $NOW audit --json
succeeds
json_has '[.items[] | select(.result != "conform") | .id] == []'
json_has '.items | length == 384'
json_has '.summary.findings.major == 0 and .summary.findings.minor == 0'

it 'a type of record is not missing from it'
sms types --json | jq -r '.types[].type' | sort >"$WORK/types"
git ls-files 'records/*.json' 'documents/*.json' | xargs jq -r .type | sort -u >"$WORK/used"
run comm -23 "$WORK/types" "$WORK/used"
stdout_is ''

# What remains to be said of the history: the first records came in one commit, which an organization that begins has to
# do; keys were added; and four closed records were linked to what came of them only later.
it 'verify proves it, and names only what the story explains'
run sms --now $NOW verify --json
succeeds
json_has '.verdict == "proven"'
json_has '[.findings[].rule] - ["late-entry", "bulk-entry", "key-changed"] == []'

# tests/mutants -a breaks every record in every way; that takes a quarter of an hour, and is worth it after a change of
# the audit or of the example. Here of each second type one, and all of tests/cases/complete/cases.json.
it 'whatever record is broken, only what it counts for changes, and what it alone showed does'
export SMS
run "$TOP/tests/mutants" "$WORK/complete" $NOW
succeeds
sed -n '/^not ok/,/^ok/p' "$STDOUT" >"$WORK/faults"
[ ! -s "$WORK/faults" ] || fault "$(head -40 "$WORK/faults")"
[ "$(grep -c '^ok ' "$STDOUT")" -ge 140 ] || fault 'too few were broken'

it 'each type has a record in the cases'
jq -r '.[] | (.drop // [])[], ((.set // {}) | keys[])' "$TOP/tests/cases/complete/cases.json" | sort -u >"$WORK/ids"
git ls-files 'records/*.json' 'documents/*.json' | xargs jq -r '.id + " " + .type' | sort | join "$WORK/ids" - |
  cut -d' ' -f2 | sort -u >"$WORK/cased"
run comm -23 "$WORK/types" "$WORK/cased"
stdout_is ''

# The clock of the machine is moved five years on, for the audit and for git beneath it.
it 'on any later day it is the same, to the byte'
cat >"$WORK/later.c" <<'C'
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *out)
{
	long status = syscall(SYS_clock_gettime, clock, out);
	out->tv_sec += clock == CLOCK_REALTIME ? 5 * 365 * 86400L : 0;
	return (int)status;
}
time_t time(time_t *out)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}
C
cc -shared -fPIC -o "$WORK/later.so" "$WORK/later.c" || fault 'no compiler'
later() { ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=$WORK/later.so "$@"; }
run later "$SMS" audit --json
json_has ".as_of > \"$(date +%Y)-12-31\" and .summary.conform < 300"
sms --now $NOW audit --json >"$WORK/today"
later "$SMS" --now $NOW audit --json >"$WORK/later"
cmp "$WORK/today" "$WORK/later" || fault 'it says something else'

finish
