#!/bin/bash
# Waivers: shown, never hidden; they count while they are approved and not over, and are findings after that.
. "$(dirname "$0")/lib.sh"
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno --start 2026-01-01 >/dev/null
FORMATS=$TOP/tests/cases/formats
jq '."$schema" = "http://json-schema.org/draft-07/schema#" | del(.id)' "$FORMATS/sarif-2.1.0-rtm.5.json" >"$WORK/sarif.json"
audit() { run sms --now "$1" audit --item 8.6.1-g "${@:2}"; }
fits() { sms check --schema sms:output/audit.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/audit/1: $(cat "$WORK/.seen")"; }
END=$(date -u -d '+30 days' +%F) DAY=$(date -u -d '+2 days' +%F) AFTER=$(date -u -d '+32 days' +%F)

it 'does not count before it is approved, and says so'
sms add-waiver --item 8.6.1-g --reason 'Written with the new <b>standby</b> rota' --approver top-management --expiry "$END" --id WVR-MAJOR >/dev/null
audit "$DAY" --json
status_is 1
fits
json_has '.summary.findings.minor == 1 and .summary.findings.waived == 0'
json_has '.items[0].note | contains("WVR-MAJOR does not count: it is unapproved")'
audit "$DAY"
stdout_has 'WVR-MAJOR does not count: it is unapproved'

it 'is listed as waived, and does not fail, once it is approved'
run sms approve WVR-MAJOR --yes
status_is 2
bruno
sms approve WVR-MAJOR --yes >/dev/null
anna
audit "$DAY" --json
succeeds
fits
json_has '.summary.findings.minor == 0 and .summary.findings.waived == 1'
json_has '.items[0] | .result == "nonconform" and .waived_by.id == "WVR-MAJOR" and .waived_by.until == "'"$END"'"'
json_has '.findings | length == 1 and .[0].waived and .[0].grade == "minor"'
audit "$DAY"
succeeds
stdout_has 'none; 1 waived'
stdout_has 'waived, minor'
stdout_has "waived   WVR-MAJOR until $END: Written with the new"

it 'is shown in every format'
audit "$DAY" --format sarif
succeeds
sms check --schema "$WORK/sarif.json" --formats "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no SARIF: $(cat "$WORK/.seen")"
json_has '.runs[0].results[0].suppressions[0] | .kind == "external" and (.justification | startswith("WVR-MAJOR until"))'
audit "$DAY" --format junit
for schema in ant jenkins; do
  xmllint --noout --schema "$FORMATS/junit-$schema.xsd" "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no JUnit for $schema: $(head -3 "$WORK/.seen")"
done
stdout_has 'failures="0"'
stdout_has 'waived: 8.6.1-g: '
audit "$DAY" --format github
stdout_matches '^::notice .*%0Awaived by WVR-MAJOR until '
audit "$DAY" --format html
stdout_has 'waived by WVR-MAJOR until'
stdout_has '&lt;b&gt;standby'
audit "$DAY" --format markdown
stdout_has '### waived, minor'
audit "$DAY" --format csv
stdout_has 'WVR-MAJOR'
run sms --now "$DAY" next --clause 8.6.1 --json
json_has '[.steps[].items[]] | index("8.6.1-g") == null'

it 'is a finding itself when it is over, beside what it had waived'
audit "$AFTER" --json
status_is 1
fits
json_has '.summary.findings.waived == 0 and .summary.findings.minor == 1'
json_has '.findings[0].details | length == 2'
json_has '.findings[0].details[1] | .message == "the waiver WVR-MAJOR of this item was over on '"$END"'" and .fix == "sms move WVR-MAJOR ended"'

it 'counts as new for a branch where a waiver is gone, and as gone where one is new'
git switch -qc branch
sms move WVR-MAJOR ended >/dev/null
run sms --now "$DAY" audit --since main --item 8.6.1-g --json
status_is 1
json_has '.changes[0].kind == "new"'
run sms --now "$DAY" audit --at main --since branch --item 8.6.1-g --json
succeeds
json_has '.changes[0].kind == "gone"'
audit "$AFTER" --json
json_has '.findings[0].details | length == 1'

it 'tells of a waiver of an item that there is none of'
run sms audit --item 8.6.1-g --json
json_has '.strays == null'
sms add-waiver --item 8.6.9-z --reason 'A slip of the pen' --approver top-management --expiry "$END" --id WVR-SLIP >/dev/null
run sms audit --item 8.6.1-g --json
fits
json_has '.strays == ["WVR-SLIP"]'
run sms audit --item 8.6.1-g
stdout_has 'of no item that there is: WVR-SLIP'

it 'does not count when what was approved was changed: the new day has to be approved too'
git switch -q main
sms set WVR-MAJOR expiry=2099-12-31 >/dev/null
audit "$DAY" --json
status_is 1
json_has '.items[0].note | contains("does not count: it is stale")'

it 'waits for nobody any more once it has ended'
sms add-waiver --item 8.6.1-a --reason 'Given up at once' --approver top-management --expiry "$END" --id WVR-SHORT >/dev/null
run sms status
stdout_has WVR-SHORT
sms move WVR-SHORT ended >/dev/null
run sms status
stdout_lacks WVR-SHORT

finish
