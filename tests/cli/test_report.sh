#!/bin/bash
. "$(dirname "$0")/lib.sh"
fresh
sms import incident "$TOP/examples/uci-incident-log-excerpt.csv" --map uci-incident-log >/dev/null

it 'lists the reports'
run sms report
succeeds
stdout_has incidents

it 'prints the incident report at 80 columns'
run sms report incidents
succeeds
stdout_has 'Median'
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault "too wide: $(wc -L <"$STDOUT")"

it 'writes one HTML file without scripts or anything from elsewhere'
run sms report incidents --format html -o "$WORK/report.html"
succeeds
stdout_has report.html
file_has "$WORK/report.html" 'Content-Security-Policy'
file_has "$WORK/report.html" '<svg'
! grep -qiE '<script|src="http|href="http' "$WORK/report.html" || fault 'refers to something else'
is_clean

it 'is the same for the same commit and instant'
sms --now 2026-11-30 report incidents --format html -o "$WORK/a.html" >/dev/null
sms --now 2026-11-30 report incidents --format html -o "$WORK/b.html" >/dev/null
cmp -s "$WORK/a.html" "$WORK/b.html" || fault 'two reports'

it 'counts what a query counts'
run sms report incidents --format json
succeeds
json_has '.schema == "sms/report/1"'
run sms report incidents --format csv
succeeds
run sms report incidents --format markdown
succeeds

it 'prints the register of documents with what follows from their trails'
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
printf '# Change policy\n\nAll changes are recorded.\n' >"$WORK/policy.md"
for topic in change security finance; do
  sms add-policy --id "POL-${topic^^}" --title "About $topic" --topic "$topic" --owner anna --body "$WORK/policy.md" >/dev/null
done
bruno
sms approve POL-CHANGE POL-SECURITY --yes >/dev/null
anna
sms set POL-SECURITY tags+=x version=2 >/dev/null
sms move POL-FINANCE withdrawn >/dev/null
run sms report documents --json
succeeds
row='.sections[0].blocks[0].rows[] | map(.text? // .)'
json_has '.sections[0].blocks[0].columns | index("Approved by") and index("Next review") and index("Version")'
json_has "[$row] | length == 2"
json_has "[$row] | .[0] | index(\"POL-CHANGE\") and index(\"approved\") and index(\"PER-BRUNO-MEIER\") and index(\"$(date -u +%F)\")"
json_has "[$row] | .[1] | index(\"POL-SECURITY\") and index(\"stale\") and (index(\"PER-BRUNO-MEIER\") | not)"
json_has '[.sections[1].blocks[0].rows[] | map(.text? // .)] | length == 1 and (.[0] | index("POL-FINANCE"))'
run sms report documents
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault 'too wide'
run sms --at HEAD~2 report documents --format csv
succeeds
stdout_has POL-FINANCE
run sms report documents --period 2026-10
status_is 2
is_one_error
stderr_has 'hint: sms --at DATE report documents'

it 'refuses a register with a type or column that is not there, and one without what it needs'
mkdir -p reports
export GIT_COMMITTER_NAME='Anna Keller' GIT_COMMITTER_EMAIL=anna@example.org
own() { jq "$1" "$TOP/schemas/reports/documents.json" >reports/own.json; git add reports; git commit -qm own; run sms report own; }
own '.sections = .sections[:1]'
succeeds
own '.sections[0].blocks[0].register.types += ["pollicy"]'
status_is 2
stderr_has "pollicy"
own '.sections[0].blocks[0].register.columns += ["colour"]'
status_is 2
stderr_has "unknown column 'colour'"
own '.sections[0].blocks += [{"records": {"of": "open", "columns": ["id"]}}]'
status_is 2
stderr_has 'only registers'
git rm -qr reports && git commit -qm 'no report of our own'

it 'refuses bad periods and unknown reports'
run sms report incidents --period 2026-13
status_is 2
is_one_error
run sms report nothing
status_is 2
stderr_has 'hint: sms report'
finish
