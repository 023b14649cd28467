#!/bin/bash
# examples/complete builds a whole SMS; check, audit and verify say of it what the example promises. Then evidence is
# taken away piece by piece, and the audit has to miss exactly that piece.
. "$(dirname "$0")/lib.sh"
SMS=${SMS_RELEASE:-$SMS} # hundreds of commands: the sanitizers see the same code elsewhere

NOW=2026-11-22T12:00:00Z
mkdir "$WORK/bin" && ln -s "$(realpath "$SMS")" "$WORK/bin/sms"
export PATH=$WORK/bin:$PATH

it 'the example plays without an error and ends with its figures'
run "$TOP/examples/complete" -q "$WORK/complete"
succeeds
stderr_is_empty
stdout_matches '^[0-9]+ commits, [0-9]+ records; audit: [0-9]+ conform, [0-9]+ not-triggered$'
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

it 'every item conforms or was not triggered'
run sms --now $NOW audit --json
succeeds
json_has '[.items[] | select(.result != "conform" and .result != "not-triggered") | .id] == []'
json_has '[.items[] | select(.result == "conform")] | length >= 360'
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

results() { sms --now $NOW audit --json | jq -r '.items[] | .id + " " + .result' | sort; }
as_of() { git -c user.name=Anna -c user.email=anna@example.org commit -q "$@" 2>/dev/null; }

# id of the evidence, what is done to it, and every item whose result changes by that
git clone -q --local . "$WORK/copy" && cd "$WORK/copy" || exit 1
results >"$WORK/before"
while IFS='|' read -r id edit expected; do
  it "without $id ($edit) the audit says: $expected"
  path=$(git ls-files "*/$id.json")
  [ -n "$path" ] || { fault "no $id" && continue; }
  jq --indent 2 "$edit" "$path" >"$WORK/edited" && cat "$WORK/edited" >"$path"
  as_of -am "take away $id" || fault 'nothing was edited'
  results >"$WORK/after"
  seen=$(comm -13 "$WORK/before" "$WORK/after" | paste -sd, | sed 's/,/, /g')
  [ "$seen" = "$expected" ] || fault "it says: $seen"
  git reset -q --hard HEAD~1
done <<'TABLE'
CTX-CLIMATE-CHANGE|.state = "void"|4.1-c nonconform
OBL-DATA-PROTECTION|.state = "void"|4.2-b partial, 6.3-b nonconform
ASG-AUDITOR|.state = "void"|5.3-a partial
TRN-20260310-4F7K2M|.state = "void"|7.2-c nonconform
SCH-ACCESS-REVIEW|.state = "void"|7.5.3.1-b partial, 8.2.6-d partial
KPI-ASSET|.state = "void"|8.1-a partial, 9.1-a partial, 9.1-e partial
REV-20261006-5H7K9M|.state = "void"|8.2.2-c nonconform, 8.2.2-d nonconform
CAT-MAIL|.state = "void"|8.2.4-a nonconform
SUR-20260907-H6M3PT|.state = "void"|8.3.2-f nonconform
DIS-20260811-N4K6YS|.state = "void"|8.3.4.1-m not-triggered
CST-20261008-H1J2K3|.state = "void"|8.4.1-c partial
CRQ-MAIL-STORAGE|.state = "void"|8.4.3-a partial
CHM-CERTIFICATE|.state = "void"|8.5.1.3-a nonconform
RQM-MAIL-QUOTA|.state = "void"|8.6.2-f partial
AVT-MAIL|.state = "void"|8.7.1-b nonconform
BIA-MAIL|.state = "void"|8.7.2-b nonconform
SEC-20260519-L7T2PK|.state = "void"|8.7.3.3-a nonconform
EVA-20261009-T8R2YM|.state = "void"|9.1-d nonconform, 9.1-f nonconform, 9.1-g nonconform
AUD-20260420-Z4M7KD|.state = "void"|9.2.1-b partial
RPD-HALF-YEAR|.state = "void"|9.4-b partial
TABLE

finish
