#!/bin/bash
# Internal audit as work: planned from the programme, with a paper to take along, findings, a report.
. "$(dirname "$0")/lib.sh"
clara() { export GIT_AUTHOR_NAME='Clara Stein' GIT_AUTHOR_EMAIL=clara@example.org; }
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-person --title 'Clara Stein' --emails clara@example.org >/dev/null
sms add-assignment --role top-management --person bruno --start 2026-01-01 >/dev/null
sms add-process --title 'Incident process' --topic incident --clause 8.6.1 --owner bruno --id PRO-INCIDENT >/dev/null
sms add-process --title 'Problem process' --topic problem --clause 8.6.3 --owner anna --id PRO-PROBLEM >/dev/null
for i in $(seq 9); do sms record-incident --title "Mail $i" --impact medium --urgency high >/dev/null; done
jq -n '{title: "Audits 2026", cycle: {from: "2026-01-01", to: "2026-12-31"}, owner: "PER-CLARA-STEIN", entries: [
  {subject: "Incidents", process: "PRO-INCIDENT", clauses: ["8.6.1"], planned: "2026-12-01", auditor: "PER-CLARA-STEIN", priority_basis: "Most contact with customers"},
  {subject: "Problems", process: "PRO-PROBLEM", clauses: ["8.6.3"], planned: "2026-12-08", auditor: "PER-ANNA-KELLER", priority_basis: "New"}]}' |
  sms add-audit-programme --from - --id APG-2026 >/dev/null
PROGRAMME=$(sms list audit-programme --json | jq -r '.records[0].id')

it 'plans the next audit of the programme'
run sms audit plan "$PROGRAMME"
succeeds
AUDIT=$(cat "$STDOUT")
is_clean
run sms show "$AUDIT" --json
json_has '.kind == "internal" and .title == "Incidents" and .programme == "'"$PROGRAMME"'" and .state == "planned"'
json_has '.clauses_audited == ["8.6.1"] and .processes == ["PRO-INCIDENT"] and .lead == "PER-CLARA-STEIN" and .team == [{"person": "PER-CLARA-STEIN"}]'
json_has '.start == "2026-12-01T00:00:00Z" and (.criteria | index("standard")) and (.scope | length > 0)'
json_has '.independence | contains("Nobody of the team owns or works in PRO-INCIDENT")'

it 'refuses an auditor who owns what is audited, and goes on to the next entry'
remember
run sms audit plan "$PROGRAMME"
status_is 2
is_one_error
stderr_has "'PER-ANNA-KELLER' owns PRO-PROBLEM, and nobody audits their own work"
unchanged
run sms audit plan "$PROGRAMME" --lead clara --team bruno --dry-run
succeeds
run sms audit plan "$PROGRAMME" --lead clara --team anna
status_is 2
stderr_has 'PER-ANNA-KELLER'
sms add-assignment --role sms-manager --person bruno --process PRO-PROBLEM --start 2026-02-01 --id ASG-WORKS >/dev/null
run sms audit plan "$PROGRAMME" --lead clara --team bruno
status_is 2
stderr_has "'PER-BRUNO-MEIER' works in PRO-PROBLEM (ASG-WORKS)"

it 'plans without a programme, and says what is missing'
run sms audit plan --clause 5.2 --title 'Policy' --lead clara --start 2026-12-10
succeeds
run sms show "$(cat "$STDOUT")" --json
json_has '.clauses_audited == ["5.2"] and .programme == null and .start == "2026-12-10T00:00:00Z"'
run sms audit plan --clause 5.2 --title 'Policy' --lead clara
status_is 2
stderr_has 'when does the audit begin?'
run sms audit plan --clause 5.2 --title 'Policy' --start 2026-12-10
status_is 2
stderr_has 'who leads'

it 'prints a working paper: what the records show, what to look at, room for notes'
run sms audit checklist "$AUDIT"
succeeds
cp "$STDOUT" "$WORK/paper"
stdout_has '# Working paper: Incidents'
[ "$(grep -c '^### 8\.6\.1-' "$STDOUT")" = 11 ] || fault 'not all items'
stdout_has '9 of 9 incidents lack'
stdout_has '[ ] conform  [ ] partial  [ ] not conform  [ ] not applicable'
stdout_matches "^- incidents: 5 of 9 \\(.sms sample incident --seed $AUDIT.\\): "
for id in $(sms sample incident --seed "$AUDIT" --json | jq -r '.records[].id'); do stdout_has "[ ] $id"; done
sms audit checklist "$AUDIT" >"$WORK/again"
sed '/Records as of/d' "$WORK/paper" | cmp -s - <(sed '/Records as of/d' "$WORK/again") || fault 'two papers'

it 'records findings of the team only, and makes a nonconformity of a grave one'
INCIDENT=$(sms list incident --json | jq -r '.records[0].id')
remember
run sms audit finding "$AUDIT" --grade minor --item 8.6.1-a --statement 'Facts are missing' --evidence "$INCIDENT"
status_is 2
stderr_has "'PER-ANNA-KELLER' is not of the team of '$AUDIT'"
unchanged
clara
run sms audit finding "$AUDIT" --grade minor --item 8.6.1-a --statement 'Facts are missing. They always were.' \
  --evidence "Nine incidents were read, $INCIDENT among them" --owner bruno
succeeds
is_clean
FINDING=$(sed -n 1p "$STDOUT") NCR=$(sed -n 2p "$STDOUT")
run sms show "$FINDING" --json
json_has '.audit == "'"$AUDIT"'" and .grade == "minor" and .clause == "8.6.1" and .items == ["8.6.1-a"] and .state == "open"'
json_has '.records == ["'"$INCIDENT"'"] and .auditor == "PER-CLARA-STEIN" and .owner == "PER-BRUNO-MEIER" and .nonconformity == "'"$NCR"'"'
json_has '.title == "Facts are missing" and (.requirement | startswith("8.6.1-a ")) and .process == "PRO-INCIDENT"'
run sms show "$NCR" --json
json_has '.finding == "'"$FINDING"'" and .grade == "minor" and .source == "audit" and .state == "raised"'
run sms show "$AUDIT" --json
json_has '.findings == ["'"$FINDING"'"]'
run sms audit finding "$AUDIT" --grade observation --clause 8.6.1 --statement 'Could be told sooner' --evidence 'Heard from two users'
succeeds
[ "$(wc -l <"$STDOUT")" = 1 ] || fault 'an observation is no nonconformity'
run sms check records
succeeds

it 'refuses evidence and items that are not there'
remember
run sms audit finding "$AUDIT" --grade minor --item 8.6.1-a --statement Text --evidence INC-20260101-AAAAAA
status_is 2
stderr_has "there is no record 'INC-20260101-AAAAAA'"
run sms audit finding "$AUDIT" --grade minor --item 8.6.1-zz --statement Text --evidence "$INCIDENT"
status_is 2
run sms audit finding "$AUDIT" --grade grave --item 8.6.1-a --statement Text --evidence "$INCIDENT"
status_is 2
run sms audit finding "$AUDIT" --grade minor --item 8.6.1-a
status_is 2
is_one_error
run sms audit checklist
status_is 2
run sms audit wonder "$AUDIT"
status_is 2
unchanged

it 'prints the report: conclusion, findings, verdicts, what the records show'
sms assess 5.2.1-b --verdict conform --evidence 'Read beside the scope' --audit "$AUDIT" >/dev/null
run sms audit report "$AUDIT"
succeeds
stdout_has '# Audit report: Incidents'
stdout_has 'Not written yet.'
stdout_has '### minor: Facts are missing'
stdout_has "Dealt with in: $NCR"
stdout_has '### observation: Could be told sooner'
stdout_has '- 5.2.1-b: conform ('
stdout_matches '^\| 8\.6\.1 Incident management \| 11 \| '

it 'prints both as one HTML file that runs nothing and asks for nothing'
sms set "$AUDIT" 'objective=<script>alert(1)</script> & more' >/dev/null
for paper in checklist report; do
  run sms audit $paper "$AUDIT" --format html
  succeeds
  stdout_has '<!DOCTYPE html>'
  stdout_has "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
  stdout_has '&lt;script&gt;alert(1)&lt;/script&gt; &amp; more'
  ! grep -qiE '<script|javascript:|<(link|img|iframe|object|embed)|@import|url\(|https?://' "$STDOUT" || fault "$(grep -niE '<script|<link|url\(|https?://' "$STDOUT" | head -3)"
  [ "$(grep -c '^</html>$' "$STDOUT")" = 1 ] || fault 'not one page'
done
stdout_has '<title>Audit report: Incidents</title>'
stdout_has '<h1>Audit report: Incidents</h1>'
stdout_has '<td>Led by</td>'
stdout_has '<h3>minor: Facts are missing</h3>'
run sms audit report "$AUDIT" --format markdown
succeeds
stdout_has '# Audit report: Incidents'
for format in json csv sarif; do
  run sms audit report "$AUDIT" --format $format
  status_is 2
  is_one_error
done
finish
