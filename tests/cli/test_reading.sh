#!/bin/bash
. "$(dirname "$0")/lib.sh"
fresh
sms add-service --title Email --description d --value v --criticality high >/dev/null
for n in 1 2 3 4; do
  sms --now "2026-03-0${n}T10:00:00Z" record-incident --title "Disk $n is full" --description "d$n" --impact high \
    --urgency "$(echo 'high medium low low' | cut -d' ' -f$n)" --service email >/dev/null
done

it 'lists events with the newest first'
run sms list incident --columns title
stdout_is "$(printf 'title\nDisk 4 is full\nDisk 3 is full\nDisk 2 is full\nDisk 1 is full')"

it 'takes plural names of types'
run sms list incidents --format json
json_has '.schema == "sms/list/1" and (.records | length) == 4'

it 'filters by expressions over enumerations, patterns, dates and logic'
run sms list incident --where 'priority <= P2' --format json
json_has '.records | length == 2'
run sms list incident --where 'title ~ "disk [34]" and not state = closed' --format json
json_has '.records | length == 2'
run sms list incident --where 'reported_at >= 2026-03-03 or priority = P1' --format json
json_has '.records | length == 3'

it 'points at mistakes in expressions'
run sms list incident --where 'prioritty = P1'
status_is 2
is_one_error
stderr_has "priority"
run sms list incident --where 'priority ='
status_is 2
run sms list incident --where 'priority = P9'
status_is 2
stderr_has 'P1'

it 'sorts, turns round and limits'
run sms list incident --sort priority --columns priority --limit 1
stdout_has P1
run sms list incident --sort priority --reverse --columns priority --limit 1
stdout_lacks P1

it 'prints CSV, NDJSON and Markdown'
run sms list incident --columns title,priority --format csv
stdout_has 'title,priority'
run sms list incident --format ndjson
[ "$(wc -l <"$STDOUT")" -eq 4 ] || fault 'not a line a record'
run sms list incident --columns title --format markdown
stdout_has '| Disk 1 is full |'

it 'refuses a format that it does not have'
run sms list incident --format html
status_is 2

it 'searches texts, and answers no where there is nothing'
run sms search 'disk 2'
succeeds
stdout_has 'Disk 2 is full'
run sms search 'tape drive'
status_is 1
run sms search 'disk' service
status_is 1
run sms search '('
status_is 2

it 'shows things as they stood'
id=$(sms list incident --columns id --format csv | tail -1 | tr -d '\r')
first=$(git rev-parse HEAD)
sms move "$id" in-progress
run sms --at "$first" show "$id" --json
json_has '.state == "new"'
run sms --at HEAD show "$id" --json
json_has '.state == "in-progress"'
run sms list incident --at 2001-01-01
status_is 2
run sms --at nonsense list incident
status_is 2

it 'does not write with --at'
run sms --at HEAD note "$id" x
status_is 2

it 'logs and compares'
run sms log "$id" --format json
json_has '.commits | length == 2'
run sms diff "$id" HEAD~1
status_is 1
stdout_has '+  "state": "in-progress"'
run sms diff "$id"
succeeds

it 'lists types, and describes one'
run sms types
stdout_has incident
run sms types incident
stdout_has resolution_code
run sms types --json
json_has '.schema == "sms/types/1"'
run sms types incidnt
status_is 2
stderr_has "did you mean 'incident'"

it 'shows what needs attention'
run sms status
succeeds
stdout_has '4 incidents'
run sms status --json
json_has '.schema == "sms/status/1" and .open.incident == 4'

it 'escapes control characters of records'
sms record-incident --title "$(printf 'red \033[31m alert')" --description d --impact low --urgency low >/dev/null
run sms list incident
! grep -q "$(printf '\033')" "$STDOUT" || fault 'an escape character went through'
succeeds

it 'reads from folders below the top'
cd records/incident || exit 1
run sms list service --columns id
stdout_has SVC-EMAIL
finish
