#!/bin/bash
# Every type through the commands, from its own example: made, shown, listed, changed, approved, refused a step, made
# void, checked. What the examples point to stands ready first.
SMS=${SMS_RELEASE:-$SMS} # many commands: the sanitizers see the same code in tests/unit/test_types_all.c
. "$(dirname "$0")/lib.sh"

fresh
TYPES=$TOP/schemas/types
sms types --json | jq -r '.types[] | [.type, .prefix, .kind] | @tsv' >"$WORK/types"

# A bare record for every id that an example names, in a state that others may build on.
good_state() {
  jq -r '[."x-sms".lifecycle.moves | keys_unsorted[]] as $has |
    [("approved", "published", "active", "current", "live", "in-force") | select(IN($has[]))][0] // ."x-sms".lifecycle.initial' "$1"
}
while IFS=$'\t' read -r type prefix kind; do
  for id in $(jq -r '."x-sms".example | .. | strings | select(test("^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$"))' "$TYPES"/*.json |
    grep "^$prefix-" | sort -u); do
    case $kind in
      document) path=documents/$id.json ;;
      register) path=records/$type/$id.json ;;
      event) date=${id#*-} path=records/$type/${date:0:4}/${date:4:2}/$id.json ;;
    esac
    [ -e "$path" ] && continue
    mkdir -p "$(dirname "$path")"
    printf '{"id": "%s", "type": "%s", "title": "%s", "state": "%s"}\n' "$id" "$type" "$id" \
      "$(good_state "$TYPES/$type.json")" >"$path"
  done
done <"$WORK/types"
git add -A
git -c user.name=A -c user.email=a@example.org commit -qm 'what the examples name'

# Bruno may approve whatever there is a rule for.
sms add-person --title 'Bruno Meier' --emails bruno@example.org --id PER-BRUNO >/dev/null
jq -r '[.approvals[].roles[]] | unique[]' sms.json | while read -r role; do
  [ -z "$(sms list role --where "id = $role" --json | jq -r '.records[].id')" ] ||
    sms add-assignment --title "Bruno as $role" --role "$role" --person PER-BRUNO --start 2020-01-01 >/dev/null
done

declare -A prose=([document]="--body $WORK/body.md")
printf '# Purpose\n\nSays what it says.\n' >"$WORK/body.md"
approvable=" $(jq -r '[.approvals[].type] | unique | join(" ")' sms.json) "
made=0 approved=0
while IFS=$'\t' read -r type prefix kind; do
  it "$type: made, shown, listed, changed, checked and made void"
  id=$prefix-SPECIMEN
  [ "$kind" = event ] && id=$prefix-20260601-SPEC01
  # what takes an approval to come to is begun one state before
  jq '."x-sms" | (.lifecycle.needs_approval // {}) as $needs | (.lifecycle.moves | keys_unsorted) as $states | .example |
    if $needs[.state // ""] then .state = $states[([$states[] | in($needs)] | index(true)) - 1] else . end' \
    "$TYPES/$type.json" >"$WORK/example.json"
  # the one there is of its kind makes room
  if [ "$type" = organization ]; then
    for other in $(sms list organization --json | jq -r '.records[].id'); do sms move "$other" ended >/dev/null 2>&1; done
  fi
  run sms add "$type" --from "$WORK/example.json" --id "$id" ${prose[$kind]-}
  succeeds
  stdout_is "$id"
  [ "$STATUS" -eq 0 ] && made=$((made + 1))
  run sms show "$id" --json
  succeeds
  jq -e --slurpfile example "$WORK/example.json" '. as $it | $example[0] | to_entries | all($it[.key] == .value)' \
    "$STDOUT" >/dev/null || fault 'a member of the example is not stored as it was given'
  run sms list "$type" --json
  json_has "[.records[].id] | index(\"$id\")"
  run sms set "$id" 'title=Another title' --note 'as agreed'
  if jq -e '."x-sms" | (.example.state // .lifecycle.initial) as $at | .lifecycle.needs_approval[$at] == null and
    (.lifecycle.final | index($at))' "$TYPES/$type.json" >/dev/null; then
    status_is 2
    is_one_error
    stderr_has "'title' stays as it is"
    run sms note "$id" 'as agreed'
  fi
  succeeds
  run sms move "$id" no-such-state
  status_is 2
  is_one_error
  stderr_has "$type has no state 'no-such-state'"
  stderr_has "hint: sms move $id void"
  case $approvable in *" $type "*)
    bruno
    run sms approve "$id" --yes
    anna
    if [ "$STATUS" -eq 0 ]; then approved=$((approved + 1)); else stderr_has 'hint: '; fi
    ;;
  esac
  run sms move "$id" void --note 'a specimen'
  succeeds
done <"$WORK/types"

it 'every type was made, and all of it is sound'
[ "$made" -eq "$(wc -l <"$WORK/types")" ] || fault "$made were made"
[ "$approved" -gt 0 ] || fault 'none was approved'
run sms check --json
json_has '[.findings[] | select(.record != null and (.record | test("SPEC")))] == []'
is_clean

finish
