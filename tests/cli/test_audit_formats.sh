#!/bin/bash
# The formats of sms audit, each held against what those who read it expect.
. "$(dirname "$0")/lib.sh"
FORMATS=$TOP/tests/cases/formats
jq '."$schema" = "http://json-schema.org/draft-07/schema#" | del(.id)' "$FORMATS/sarif-2.1.0-rtm.5.json" >"$WORK/sarif.json"
fresh
sms config set organization.name '</style><script>alert(1)</script>' >/dev/null
for i in $(seq 12); do
  sms record-incident --title "Mail is slow <b>$i</b>" --impact medium --urgency high >/dev/null
done
sms add-policy --title '<script>alert(2)</script> 50 %, all: of it' --topic service-management --owner anna --id POL-SMS >/dev/null

it 'is JSON as its schema has it'
run sms audit --json
status_is 1
sms check --schema sms:output/audit.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/audit/1: $(cat "$WORK/.seen")"
json_has '[.findings[] | select(.rule == "8.6.1-a") | .details[0] | .failing, (.records | length), .population] == [12, 10, 12]'
json_has '.summary.machine + .summary.human + .summary.unassessed == .summary.items'
json_has '[.clauses[].items] | add == 384'
run sms audit --json --clause 8.6.1 --fail-on never
succeeds
sms check --schema sms:output/audit.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/audit/1: $(cat "$WORK/.seen")"

it 'is SARIF, with an item a rule and a fault a result'
run sms audit --format sarif
status_is 1
sms check --schema "$WORK/sarif.json" --formats "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no SARIF: $(cat "$WORK/.seen")"
json_has '.runs[0].tool.driver.rules | length == 384'
json_has '.runs[0] | [.tool.driver.rules[].id] as $ids | all(.results[]; $ids[.ruleIndex] == .ruleId)'
json_has '[.runs[0].results[] | select(.ruleId == "8.6.1-a") | .level, .properties.record, .locations[0].physicalLocation.artifactLocation.uri] |
  .[0] == "error" and (.[1] | startswith("INC-")) and (.[2] | startswith("records/incident/"))'

it 'is JUnit as Ant and Jenkins have it, a test case for each item that was judged'
run sms audit --format junit
status_is 1
for schema in ant jenkins; do
  xmllint --noout --schema "$FORMATS/junit-$schema.xsd" "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no JUnit for $schema: $(head -3 "$WORK/.seen")"
done
cases=$(xmllint --xpath 'string(//testsuite/@tests)' "$STDOUT")
sms audit --json >"$WORK/audit" 2>/dev/null
[ "$cases" = "$(jq .summary.machine "$WORK/audit")" ] || fault "$cases cases"

it 'says in JUnit and SARIF what nobody has judged: it is no test case, it neither passes nor fails'
nobody=$(jq .summary.unassessed "$WORK/audit")
[ "$nobody" -gt 3 ] || fault "$nobody items unassessed"
stdout_has "<property name=\"sms.judged.nobody\" value=\"$nobody\""
stdout_has "<property name=\"sms.judged.machine\" value=\"$cases\""
stdout_has '<property name="sms.judged.human" value="0"'
[ "$(xmllint --xpath 'string(//testsuite/system-out)' "$STDOUT" | grep -c '^not judged: [0-9.]*-[a-z]*: .')" = "$nobody" ] || fault 'not all are named'
jq -r '.items[] | select(.result == "needs-human" or .result == "not-covered") | .id' "$WORK/audit" | while read -r id; do
  xmllint --xpath "//testcase[@name='$id']" "$STDOUT" >/dev/null 2>&1 && echo "$id"
done >"$WORK/cases"
[ ! -s "$WORK/cases" ] || fault "test cases for $(head -3 "$WORK/cases")"
run sms audit --format sarif
json_has ".runs[0].properties.\"sms.judged.nobody\" == \"$nobody\""

it 'is annotations, one a line, with nothing in them that would end them'
run sms audit --format github
status_is 1
! grep -qvE '^::(error|warning|notice) (file=[^:,]+,line=[0-9]+,)?title=[^:,]*::.' "$STDOUT" || fault "$(grep -vE '^::(error|warning|notice) (file=[^:,]+,line=[0-9]+,)?title=[^:,]*::.' "$STDOUT" | head -3)"
stdout_matches '^::error file=records/incident/[0-9/]+/INC-[0-9]+-[0-9A-Z]+\.json,line=1,title=8\.6\.1-a .*%0Asms '

it 'is one HTML file that runs nothing and asks for nothing'
run sms audit --format html
status_is 1
stdout_has "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
! grep -qiE '<script|javascript:|<(link|img|iframe|object|embed)|@import|url\(|https?://' "$STDOUT" || fault "$(grep -niE '<script|<link|<img|url\(|https?://' "$STDOUT" | head -3)"
stdout_has '&lt;script&gt;'
stdout_has '<svg class="wide"'
xmllint --html --noout "$STDOUT" 2>&1 | grep -vE 'Tag (header|main|section|article|figure|figcaption|nav|svg|rect|text|title|details|summary) invalid|^ *\^|^[^:]*$' | grep -q 'error' &&
  fault "$(xmllint --html --noout "$STDOUT" 2>&1 | grep -v 'invalid$' | head -5)"
stdout_has 'and 2 more; all of them: <code>sms audit --item 8.6.1-a</code>'

it 'is calm text of 80 columns, commands and places aside, that says all of a finding'
run sms audit --clause 8.6.1
status_is 1
wide=$(grep -vE '^ +(mend|place|all:) ' "$STDOUT" | wc -L)
[ "$wide" -le 80 ] || fault "$wide columns"
stdout_has '8.6.1 Incident management'
stdout_has '8.6.1-a Incidents are recorded and classified'
stdout_matches 'found    12 of 12 incidents lack'
stdout_matches 'and 2 more'
stdout_has 'all: sms audit --item 8.6.1-a'
stdout_has 'grade    major: 12 of 12, 100 %'
stdout_matches 'place    records/incident/.*json:[0-9]+'
stdout_matches 'mend     sms '
stdout_has 'confidence: machine'
stdout_has 'by machine (100 %), 0 by people (0 %), 0 by nobody yet (0 %)'
run sms audit --item 8.6.1-a
stdout_lacks 'and 2 more'

it 'is the same, byte for byte, in every format for the same commit and day'
for format in text json csv markdown html sarif junit github; do
  sms audit --at "$(date -u +%F)" --format $format >"$WORK/one" 2>/dev/null
  sleep 0.1
  sms --now "$(date -u +%FT23:59:59Z)" audit --at HEAD --format $format >"$WORK/two" 2>/dev/null
  [ -s "$WORK/one" ] || fault "$format: nothing"
  cmp -s "$WORK/one" "$WORK/two" || fault "$format differs"
done
finish
