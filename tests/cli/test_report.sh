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

it 'refuses bad periods and unknown reports'
run sms report incidents --period 2026-13
status_is 2
is_one_error
run sms report nothing
status_is 2
stderr_has 'hint: sms report'
finish
