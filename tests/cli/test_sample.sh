#!/bin/bash
# Samples that can be drawn again, with any tool.
. "$(dirname "$0")/lib.sh"
fresh
printf '{"title": "Mail %d", "impact": "medium", "urgency": "high"}\n' $(seq 60) >"$WORK/incidents.ndjson"
while read -r line; do printf '%s' "$line" | sms record-incident --from - >/dev/null; done <"$WORK/incidents.ndjson"

it 'takes the records whose SHA-256 with the seed is lowest'
run sms sample incident -n 7 --seed 'audit 3' --json
succeeds
sms check --schema sms:output/sample.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/sample/1: $(cat "$WORK/.seen")"
for id in $(sms list incident --json | jq -r '.records[].id'); do
  printf '%s %s\n' "$(printf 'audit 3\n%s' "$id" | sha256sum | cut -d' ' -f1)" "$id"
done | sort | head -7 | cut -d' ' -f2 >"$WORK/want"
jq -r '.records[].id' "$STDOUT" >"$WORK/got"
cmp -s "$WORK/want" "$WORK/got" || fault 'another sample than sha256sum draws'
json_has '.population == 60 and .seed == "audit 3"'

it 'is the same again, another with another seed, and holds the smaller one'
sms sample incident -n 7 --seed 'audit 3' >"$WORK/one"
sms sample incident -n 7 --seed 'audit 3' >"$WORK/two"
cmp -s "$WORK/one" "$WORK/two" || fault 'two samples'
sms sample incident -n 7 --seed 'audit 4' --json | jq -r '.records[].id' >"$WORK/other"
cmp -s "$WORK/got" "$WORK/other" && fault 'the same sample for another seed'
sms sample incident -n 9 --seed 'audit 3' --json | jq -r '.records[].id' | head -7 | cmp -s - "$WORK/got" || fault 'the larger sample lacks the smaller one'

it 'follows the settings where no size is given: the square root, within limits'
run sms sample incident --seed x --json
json_has '.records | length == 8'
sms config set audit.sample.most 6 >/dev/null
run sms sample incident --seed x --json
json_has '.records | length == 6'
sms config set audit.sample.method percent >/dev/null
sms config set audit.sample.percent 50 >/dev/null
sms config set audit.sample.most 40 >/dev/null
run sms sample incident --seed x --json
json_has '.records | length == 30'

it 'draws from what an expression holds for, never void records, and no more than there are'
first=$(sms list incident --json | jq -r '.records[0].id')
sms move "$first" void --note 'twice' >/dev/null
run sms sample incident -n 100 --seed x --json
json_has '.population == 59 and (.records | length) == 59 and ([.records[].id] | index("'"$first"'") == null)'
run sms sample incident -n 100 --seed x --where 'title = "Mail 5"' --json
json_has '.population <= 1'
run sms sample incident --where 'no_such_field = 1'
status_is 2
run sms sample nothing
status_is 2

it 'says how it is done'
run sms help sample
stdout_has 'SHA-256'
finish
