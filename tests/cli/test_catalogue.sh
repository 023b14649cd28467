#!/bin/bash
# The catalogue as a whole: every clause, every item with what shows it, every command that mends one that there is.
. "$(dirname "$0")/lib.sh"
CATALOGUE=$TOP/schemas/iso20000-1
cd "$WORK" || exit 1
jq -n '[inputs | .items[]?]' "$CATALOGUE"/[1-9]*.json >items
jq '[.clauses[].clause]' "$CATALOGUE/catalogue.json" >clauses

it 'has every clause of the numbering, without gaps'
jq -e '[.[] | select(test("\\.") | not)] == ["4", "5", "6", "7", "8", "9", "10"]' clauses >/dev/null || fault 'not clauses 4 to 10'
jq -e '. as $all | all(.[]; sub("\\.[0-9]+$"; "") as $above | $above == . or ($all | index($above)))' clauses >/dev/null ||
  fault 'a clause without the one above it'
jq -r '. as $all | .[] | select(test("\\.")) | capture("^(?<above>.*)\\.(?<last>[0-9]+)$") |
  select((.last | tonumber) > 1) | "\(.above).\((.last | tonumber) - 1)" | select(. as $before | $all | index($before) | not)' clauses >gaps
[ ! -s gaps ] || fault "gaps: $(tr '\n' ' ' <gaps)"

it 'has items in every clause that has none below it, and no item elsewhere'
jq -rn --slurpfile clauses clauses --slurpfile items items '
  ($items[0] | map(.id | sub("-[a-z]+$"; "")) | unique) as $used | $clauses[0] as $all |
  ($all | map(select(. as $c | $all | any(startswith($c + ".")) | not)) - $used | .[] | "no item in \(.)"),
  ($used - $all | .[] | "no clause \(.)")' | grep -vxF 'no item in 8.3.1' >faults
[ ! -s faults ] || fault "$(cat faults)"

it 'has tests for every item, or is for a person with what to look at'
jq -r '.[] | select(.tests or (.judged == "human" and .look) | not) | .id' items >left
[ ! -s left ] || fault "$(wc -l <left) items without tests: $(head -20 left | tr '\n' ' ')"
jq -r '.[] | select(.judged != "full" and (.look | not)) | .id' items >left
[ ! -s left ] || fault "nothing to look at: $(tr '\n' ' ' <left)"

it 'mends with commands that there are: words, options and arguments are parsed'
jq -r '.[] | .id as $id | .. | objects | to_entries[] | select(.key | test("^fix")) | .value | strings | "\($id)\t\(.)"' items |
  sort -u -k2 >fixes
[ "$(wc -l <fixes)" -gt 100 ] || fault 'no fixes were found'
set -f
while IFS=$'\t' read -r id fix; do
  case $fix in
    'sms '*) ;;
    *) fault "$id: no command: $fix" && continue ;;
  esac
  eval "set -- $fix" 2>/dev/null || { fault "$id: not for a shell: $fix" && continue; }
  shift
  sms __parse -- "$@" 2>.why || fault "$id: $fix: $(head -1 .why)"
done <fixes
set +f

it 'finds a call that is none'
run sms __parse -- add-polycy --title x
status_is 2
run sms __parse -- add-policy --titel x
status_is 2
run sms __parse -- move ONE
status_is 2
run sms __parse -- assess 5.2.1-b --verdict conform
succeeds

it 'explains every item: what is asked, what counts, what was found'
fresh
jq -r '.[] | .id' ../items | shuf -n 40 --random-source=<(yes) >../some
while read -r id; do
  run sms explain "$id"
  succeeds
  stdout_has 'What counts'
  stdout_has 'What was found'
  [ "$(grep -c '^  grade: ' "$STDOUT")" = "$(sms audit --item "$id" --json 2>/dev/null | jq '[.findings[].details | length] | add // 0')" ] ||
    fault "$id: not all faults with their grades"
  ! grep -qE '^ +$' "$STDOUT" || fault "$id: an empty line of evidence"
done <../some
finish
