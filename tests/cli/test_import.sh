#!/bin/bash
. "$(dirname "$0")/lib.sh"
log=$TOP/examples/uci-incident-log-excerpt.csv
fresh

it 'makes one record of every incident of a log, in one commit'
expected=$(tail -n +2 "$log" | cut -d, -f1 | sort -u | wc -l)
run sms import incident "$log" --map uci-incident-log --json
succeeds
json_has ".made == $expected"
[ "$(commits)" -eq 2 ] || fault 'not one commit'
[ "$(find records/incident -name '*.json' | wc -l)" -eq "$expected" ] || fault 'another number of files'
is_clean
run sms check
succeeds

it 'keeps the old number as a name, and the history in the log'
number=$(sed -n 2p "$log" | cut -d, -f1)
run sms show "$number" --json
succeeds
json_has ".external.id == \"$number\" and (.log | length) > 1 and .log[0].kind == \"created\""
json_has '[.log[] | select(.kind == "state")] | length > 0'

it 'changes nothing the second time'
remember
run sms import incident "$log" --map uci-incident-log --json
succeeds
json_has ".made == 0 and .changed == 0 and .unchanged == $expected"
unchanged

it 'makes the same ids in another clone'
first=$(find records/incident -name '*.json' | sort | sha256sum)
fresh
sms import incident "$log" --map uci-incident-log >/dev/null
[ "$(find records/incident -name '*.json' | sort | sha256sum)" = "$first" ] || fault 'other ids'

it 'takes NDJSON as exported, and is idempotent there too'
sms list incident --format ndjson >"$WORK/all.ndjson"
fresh
run sms import incident "$WORK/all.ndjson"
succeeds
is_clean

it 'says file, line and column of a bad row, and writes nothing'
head -3 "$log" >"$WORK/bad.csv"
echo 'INC1,"unclosed' >>"$WORK/bad.csv"
remember
run sms import incident "$WORK/bad.csv" --map uci-incident-log
status_is 2
is_one_error
stderr_has 'bad.csv:4:'
unchanged

it 'names a state that the map does not know'
head -2 "$log" | sed 's/,New,/,Strange,/' >"$WORK/strange.csv"
run sms import incident "$WORK/strange.csv" --map uci-incident-log
status_is 2
stderr_has Strange
unchanged

it 'lists the maps where there is none of that name'
run sms import incident "$log" --map nothing
status_is 2
stderr_has uci-incident-log

it 'points into a bad map'
echo '{"schema": "sms/map/1", "type": 7}' >"$WORK/map.json"
run sms import incident "$log" --map "$WORK/map.json"
status_is 2
stderr_has 'map.json:1:'

it 'writes nothing with --dry-run'
run sms import incident "$log" --map uci-incident-log --dry-run
succeeds
unchanged
it 'takes the whole log: 24,918 incidents from 141,712 rows, in one commit, once'
full=$TOP/../shared/data/uci-incident-log/incident_event_log.csv.xz
if [ -f "$full" ]; then
  SMS=${SMS_RELEASE:-$SMS}
  fresh
  xz -dc "$full" >"$WORK/full.csv"
  run sms import incident "$WORK/full.csv" --map uci-incident-log --json
  succeeds
  json_has '.made == 24918 and .rows == 141712'
  [ "$(commits)" -eq 2 ] || fault 'not one commit'
  [ "$(find records/incident -name '*.json' | wc -l)" -eq 24918 ] || fault 'another number of files'
  is_clean
  head=$(git rev-parse HEAD)
  run sms import incident "$WORK/full.csv" --map uci-incident-log --json
  json_has '.made == 0 and .changed == 0 and .unchanged == 24918'
  [ "$(git rev-parse HEAD)" = "$head" ] || fault 'a second commit'
  run sms check
  succeeds
else
  skip 'the whole log is not here'
fi
finish
