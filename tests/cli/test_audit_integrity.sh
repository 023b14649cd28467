#!/bin/bash
# What the history proves, as a section of the audit: asked for, graded major, in every format.
. "$(dirname "$0")/lib.sh"
. "$TOP/tests/cases/tamper.sh"
FORMATS=$TOP/tests/cases/formats
jq '."$schema" = "http://json-schema.org/draft-07/schema#" | del(.id)' "$FORMATS/sarif-2.1.0-rtm.5.json" >"$WORK/sarif.json"
make_good
copy() {
  cd "$WORK" && rm -rf copy && cp -a good copy && cd copy || exit 1
  clock 2026-06-01
}
audit() { run sms --now 2026-12-31 audit --clause 7.6 "$@"; }
fits() { sms check --schema "$1" "$STDOUT" >"$WORK/.seen" 2>&1 || fault "not as $1: $(head -5 "$WORK/.seen")"; }
tamper() {
  edit_json "records/incident/2026/01/$ONE.json" '.description = "It was <b>nothing</b>"'
  commit
  edit_json "records/incident/2026/01/$TWO.json" 'del(.log[-1])'
  commit
  edit_json "records/incident/2026/01/$TWO.json" 'del(.log[-1])'
  commit
}
copy
for name in ONE TWO; do
  [ -f "records/incident/2026/01/${!name}.json" ] || declare "$name=$(basename "${!name}" .json)"
done

it 'says where nobody looked at the history, and what would'
audit
stdout_has 'Integrity  not looked at: sms audit --verify'
audit --json
json_has '.integrity == {"verdict": "not-looked-at"}'
fits sms:output/audit.json
audit --format markdown
stdout_has '| Integrity | not looked at |'
audit --format html
stdout_has '<dt>Integrity</dt><dd>not looked at</dd>'
audit --format junit
stdout_has '<property name="sms.integrity" value="not looked at"'

it 'names what is only to be known, and counts it as that'
audit --verify --fail-on major --json
before=$(jq .summary.findings.observation "$STDOUT")
json_has '.integrity.verdict == "proven" and (.integrity.commits == '"$(commits)"')'
json_has '.integrity.codes | length > 0 and all(.grade == "observation")'
fits sms:output/audit.json
audit --json
json_has ".summary.findings.observation + $(sms --now 2026-12-31 audit --verify --clause 7.6 --json | jq '.integrity.codes | length') == $before"
audit --verify
stdout_matches "^Integrity  proven by $(commits) commits, [0-9]+ observation"
stdout_matches '^  observation  key-changed: 2$'

it 'has tampering as major findings, one a code, that decide the exit status'
copy
tamper
audit --json --fail-on major
MAJORS=$(jq .summary.findings.major "$STDOUT")
audit --verify --json --fail-on major
status_is 1
fits sms:output/audit.json
json_has '[.integrity.codes[] | select(.grade == "major") | [.code, .count]] == [["closed-edited", 1], ["log-rewritten", 2]]'
json_has ".summary.findings.major == $((MAJORS + 2)) and .integrity.verdict == \"not-proven\""
json_has '[.integrity.findings[] | select(.grade == "major") | .rule] == ["closed-edited", "log-rewritten", "log-rewritten"]'
sms --now 2026-12-31 verify --json >"$WORK/verify"
jq -e --slurpfile verify "$WORK/verify" '(.integrity.findings | map(tojson) | sort) == ($verify[0].findings | map(tojson) | sort)' \
  "$STDOUT" >/dev/null || fault 'not the findings of sms verify'

it 'is a section of its own for people, at 80 columns'
audit --verify
status_is 1
stdout_matches '^Integrity  not proven by [0-9]+ commits, 2 major, '
stdout_matches '^Integrity$'
stdout_matches '^  major  closed-edited: 1$'
stdout_matches '^  major  log-rewritten: 2$'
stdout_matches "commit $(git rev-parse HEAD~2 | cut -c1-12), records/incident/2026/01/$ONE.json"
[ "$(grep -vE '^ +(mend|place|all:|commit) ' "$STDOUT" | wc -L)" -le 80 ] || fault 'too wide'
[ "$(grep -n '^Integrity$' "$STDOUT" | cut -d: -f1)" -lt "$(grep -n '^7.6 ' "$STDOUT" | cut -d: -f1)" ] || fault 'not before the clauses'

it 'is in the formats of forges, servers, tables and documents'
audit --verify --format sarif
fits "$WORK/sarif.json"
json_has '[.runs[0].results[] | select(.ruleId == "log-rewritten") | .level] == ["error", "error"]'
json_has '.runs[0] | [.tool.driver.rules[].id] as $ids | all(.results[]; $ids[.ruleIndex] == .ruleId)'
audit --verify --format junit
for schema in ant jenkins; do
  xmllint --noout --schema "$FORMATS/junit-$schema.xsd" "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no JUnit for $schema: $(head -3 "$WORK/.seen")"
done
[ "$(xmllint --xpath 'count(//testcase[@name="log-rewritten"]/failure)' "$STDOUT")" = 1 ] || fault 'no failure'
[ "$(xmllint --xpath 'count(//testcase[@name="time-order"]/*)' "$STDOUT")" = 0 ] || fault 'what holds fails'
stdout_has '<property name="sms.integrity" value="not proven'
audit --verify --format github
[ "$(grep -c '^::error file=records/incident/2026/01/[^,]*,line=1,title=log-rewritten ' "$STDOUT")" = 2 ] || fault 'no annotations'
audit --verify --format csv
stdout_matches '^integrity,log-rewritten,,nonconform,major,machine,[0-9]+,2,'
[ "$(grep -c '^integrity,' "$STDOUT")" = "$(jq '[.findings[].rule] | unique | length' "$WORK/verify")" ] || fault 'not a row a code'
audit --verify --format markdown
stdout_has '## Integrity'
stdout_has '### major: log-rewritten, 2'
stdout_matches '^\| Integrity \| not proven by '
audit --verify --format html
stdout_has '<section id="integrity">'
stdout_has '<span class="id">closed-edited</span>'

it 'proves the history up to the day that is looked at'
audit --verify --json --at "$(git rev-parse HEAD~3)"
json_has '.integrity.verdict == "proven"'
run sms audit --verify --json --clause 7.6 --at 2026-05-31
json_has '.integrity.verdict == "proven"'
run sms audit --verify --json --clause 7.6 --at 2026-06-02
json_has '.integrity.verdict == "not-proven"'

it 'is the same, byte for byte, for the same commit and day'
for format in text json csv markdown html sarif junit github; do
  sms --now 2026-12-31 audit --verify --clause 7.6 --format $format >"$WORK/one" 2>/dev/null
  sleep 0.1
  sms --now 2026-12-31 audit --verify --clause 7.6 --format $format --at HEAD >"$WORK/two" 2>/dev/null
  cmp -s "$WORK/one" "$WORK/two" || fault "$format differs"
done

it 'ends with 3 where nobody can say, and names why'
copy
git clone -q --bare --shared . "$WORK/other.git"
cd "$WORK/other.git" || exit 1
run sms --now 2026-12-31 audit --verify --clause 7.6 --fail-on never
status_is 3
stdout_has 'cannot be said  alternates'

it 'is of the audit, not of another view of it'
copy
for view in --gap --trend '--since HEAD~1' "--record $ONE"; do
  run sms audit --verify $view
  status_is 2
  is_one_error
done
finish
