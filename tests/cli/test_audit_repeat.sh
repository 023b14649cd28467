#!/bin/bash
# What fails again, or is not mended in time, is graver: a minor becomes major, and says why.
. "$(dirname "$0")/lib.sh"
clara() { export GIT_AUTHOR_NAME='Clara Stein' GIT_AUTHOR_EMAIL=clara@example.org; }
at() { local day=$1; shift; "$SMS" --now "${day}T12:00:00Z" "$@" >"$WORK/.made" 2>"$WORK/.told" || { echo "# $*: $(cat "$WORK/.told")"; return 1; }; }
"$SMS" --now 2026-01-05T08:00:00Z init --org 'Example AG' sms >/dev/null
cd sms || exit 1
at 2026-01-05 add-person --title 'Clara Stein' --emails clara@example.org
# An audit of 8.6 in which one item fails: $1 day, $2 item (none: nothing), $3 clause.
hold_audit() {
  at "$1" audit plan --clause "${3:-8.6}" --title 'Resolution' --lead clara --start "$1"
  AUDIT=$(cat "$WORK/.made")
  clara
  [ -z "$2" ] || { at "$1" audit finding "$AUDIT" --grade "${4:-minor}" --item "$2" --statement 'It is missing' --evidence 'Nothing was seen'
    FINDING=$(sed -n 1p "$WORK/.made") NCR=$(sed -n 2p "$WORK/.made"); }
  at "$1" move "$AUDIT" running
  at "$1" set "$AUDIT" conclusion='One thing is missing' 'sent=[{"to":"Anna","at":"'"$1"'"}]' 'sample=[{"what":"Procedures"}]'
  at "$1" move "$AUDIT" reported
  anna
}
close_ncr() {
  at "$1" set "$NCR" correction='Written' consequence=None root_cause='Nobody had it' rca_method=5-whys extent_check='Looked at all' correction_only='One text'
  for state in contained analysed closed; do at "$1" move "$NCR" $state; done
}
item() { run sms --now "$1" audit --item 8.6.1-g --json; }
grade_is() { json_has '.findings[0].grade == "'"$1"'"'; }

it 'leaves a minor alone that no audit has found'
item 2026-02-01
grade_is minor
json_has '.findings[0].why | contains("raised") | not'
json_has '.limits | contains("a minor that the last audit found too")'

it 'leaves it alone while it is dealt with in its time'
hold_audit 2026-03-02 8.6.1-g
item 2026-03-10
grade_is minor
item 2026-05-31
grade_is minor
json_has '.findings[0].why | contains("raised") | not'

it 'raises it when its nonconformity is open past the due day, and says which'
DUE=$(sms show "$NCR" --json | jq -r .due)
item "$DUE"
grade_is minor
item 2026-06-30
status_is 1
grade_is major
json_has '.findings[0].why | endswith("; '"$NCR"' about it was due on '"$DUE"' and is open, raised")'
json_has '.summary.findings.major == 1'
run sms --now 2026-06-30 audit --item 8.6.1-g
stdout_has "$NCR"
stdout_has 'raised'

it 'raises it when it fails after the nonconformity was closed, and names the audit'
close_ncr 2026-06-01
run sms show "$NCR" --json
json_has '.state == "closed"'
item 2026-06-30
grade_is major
json_has '.findings[0].why | endswith("; also failed in '"$AUDIT"' ('"$FINDING"'), raised")'

it 'raises nothing else: another item, an observation, the past'
run sms --now 2026-06-30 audit --item 8.6.1-a --json
json_has '[.findings[].why | contains("raised")] | any | not'
run sms --now 2026-06-30 audit --clause 8 --json
json_has '[.findings[].details[] | select(.why | contains("raised")) | .item] == ["8.6.1-g"]'
run sms --at 2026-02-15 audit --item 8.6.1-g --json
grade_is minor

it 'is switched off by the settings, and then not among the limits'
cp sms.json "$WORK/settings"
at 2026-06-29 config set audit.repeat_raises false
item 2026-06-30
grade_is minor
json_has '.limits | contains("past its due day") | not'
at 2026-06-29 config unset audit.repeat_raises

it 'counts audits in a row: one between them that found it in order ends that'
FIRST=$AUDIT
hold_audit 2026-07-06 '' 8.4
item 2026-07-20
grade_is major
json_has ".findings[0].why | contains(\"$FIRST\")"
hold_audit 2026-07-13 ''
item 2026-07-20
grade_is minor

it 'counts what an audit found only when it is reported'
at 2026-08-03 audit plan --clause 8.6.1 --title 'Under way' --lead clara --start 2026-08-03
LATER=$(cat "$WORK/.made")
clara
at 2026-08-03 audit finding "$LATER" --grade minor --item 8.6.1-g --statement 'Still missing' --evidence 'Nothing was seen'
NCR=$(sed -n 2p "$WORK/.made")
anna
close_ncr 2026-08-04
item 2026-08-10
grade_is minor
finish
