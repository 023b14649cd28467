#!/bin/bash
. "$(dirname "$0")/lib.sh"
fresh

it 'lists every item of the standard, and an SMS with nothing in it conforms to none'
run sms audit --json
status_is 1
json_has '.schema == "sms/audit/1" and (.items | length) == 384 and .summary.items == 384'
json_has '.summary.conform == 0'
json_has '[.items[] | select(.id | startswith("4.1-")) | .result] | unique == ["nonconform"]'
json_has '[.items[] | select(.id | test("^(4|5|6|7\\.5|8\\.5\\.1|8\\.6\\.1)")) | .result] | index("not-covered") == null'
json_has '[.findings[].fix] | all(startswith("sms "))'

it 'names processes of which so many minors may be one major, as the settings say'
run sms audit --json
json_has '(.consider | length) > 0 and (.consider | all(.minors >= 3))'
json_has '[.consider[].clause] - [.findings[] | select(.grade == "minor") | .clause | split(".")[:3] | join(".")] | length == 0'
for format in text markdown html; do
  run sms audit --format $format
  stdout_has 'Consider'
done
sms config set audit.minors_to_major 100 >/dev/null
run sms audit --json
json_has '.consider == []'
sms config set audit.minors_to_major 3 >/dev/null

it 'is the same, byte for byte, for the same commit and instant'
sms --now 2026-11-30 audit --json >"$WORK/one" 2>/dev/null
sms --now 2026-11-30 audit --json >"$WORK/two" 2>/dev/null
cmp -s "$WORK/one" "$WORK/two" || fault 'two verdicts'

it 'prints clause by clause at 80 columns, with the command that mends each finding'
run sms audit --clause 5.2
status_is 1
stdout_has 'sms add-policy'
stdout_lacks '8.6.1'

it 'does not take a file for evidence: an unapproved policy of filler does not conform'
printf '# Service management policy\n\nTBD\n' >"$WORK/policy.md"
sms add-policy --topic service-management --owner anna --body "$WORK/policy.md" >/dev/null
run sms audit --clause 5.2.1 --json
json_has '[.items[] | select(.id == "5.2.1-a") | .result] == ["nonconform"]'

it 'sees what was mended'
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
cp "$TOP/examples/quickstart.d/service-management-policy.md" documents/POL-SERVICE-MANAGEMENT-POLICY.md
sms commit --all >/dev/null
bruno
sms approve pol-service --yes >/dev/null
anna
run sms audit --clause 5.2.1 --json
json_has '[.items[] | select(.id == "5.2.1-a") | .result] == ["conform"]'

it 'judges the past as it was'
run sms audit --at HEAD~1 --clause 5.2.1 --json
json_has '[.items[] | select(.id == "5.2.1-a") | .result] == ["nonconform"]'

it 'fails on the grade that was asked for'
run sms audit --clause 5.2 --fail-on never
succeeds
run sms audit --fail-on major
status_is 1

it 'writes nothing'
remember
sms audit >/dev/null 2>&1
unchanged

it 'refuses a clause that is not there'
run sms audit --clause 12.9
status_is 2
finish
